import { Button, Stack } from "@chakra-ui/react";
import { type ReactNode, type RefObject, type SubmitEvent, useId } from "react";
import { Modal } from "./Modal";

interface Props {
  title: string;
  /** What its button says. */
  act: string;
  busy: boolean;
  send: () => void;
  close: () => void;
  children: ReactNode;
  size?: "sm" | "md" | "lg";
  first?: RefObject<HTMLElement | null>; // what has the focus at the beginning
  /** What it has to know first is loaded. */
  ready?: boolean;
  danger?: boolean;
}

/** A dialog that is filled in and sent: by its button, or by Enter in a field. */
export function FormModal({ act, busy, send, children, ready = true, danger = false, ...modal }: Props) {
  const form = useId();
  function submit(event: SubmitEvent) {
    event.preventDefault();
    send();
  }
  return (
    <Modal
      {...modal}
      footer={
        <>
          <Button variant="outline" colorPalette="gray" onClick={modal.close}>
            Cancel
          </Button>
          <Button type="submit" form={form} loading={busy} disabled={!ready} colorPalette={danger ? "red" : "teal"}>
            {act}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate>
        <Stack gap="5">{children}</Stack>
      </form>
    </Modal>
  );
}
