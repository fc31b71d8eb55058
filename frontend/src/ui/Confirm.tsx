import { Button } from "@chakra-ui/react";
import { type ReactNode, useRef, useState } from "react";
import { useAction } from "./action";
import { TextField } from "./Field";
import { Modal } from "./Modal";
import { ProblemView } from "./ProblemView";

interface Props {
  title: string;
  act: string; // on the button that does it
  failed: string; // the title of what went wrong
  danger?: boolean;
  /** What has to be typed first, for what cannot be undone. */
  typed?: string;
  children: ReactNode;
  run: () => Promise<unknown>;
  close: () => void;
}

/** Asks before something is done; a failure stays in the dialog. */
export function Confirm({ title, act, failed, danger = false, typed, children, run, close }: Props) {
  const cancel = useRef<HTMLButtonElement>(null);
  const [text, setText] = useState("");
  const action = useAction(run);
  const go = async () => {
    if (await action.start()) close();
  };
  return (
    <Modal
      title={title}
      close={close}
      alert
      size="sm"
      first={cancel}
      footer={
        <>
          <Button ref={cancel} variant="outline" colorPalette="gray" onClick={close}>
            Cancel
          </Button>
          <Button
            colorPalette={danger ? "red" : "teal"}
            loading={action.busy}
            disabled={typed !== undefined && text !== typed}
            onClick={() => void go()}
          >
            {act}
          </Button>
        </>
      }
    >
      {children}
      {typed !== undefined && (
        <TextField
          label={`Type ${typed} to go on`}
          required
          autoComplete="off"
          spellCheck={false}
          fontFamily="mono"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {action.problem !== undefined && <ProblemView title={failed} problem={action.problem} />}
    </Modal>
  );
}
