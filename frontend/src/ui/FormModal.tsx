import { Button, Stack } from "@chakra-ui/react";
import { type ReactNode, type SubmitEvent, useId } from "react";
import { Modal } from "./Modal";

interface Props {
  title: string;
  /** What its button says. */
  act: string;
  busy: boolean;
  send: () => void;
  close: () => void;
  children: ReactNode;
  size?: "md" | "lg";
}

/** A dialog that is filled in and sent: by its button, or by Enter in a field. */
export function FormModal({ title, act, busy, send, close, children, size = "md" }: Props) {
  const form = useId();
  function submit(event: SubmitEvent) {
    event.preventDefault();
    send();
  }
  return (
    <Modal
      title={title}
      size={size}
      close={close}
      footer={
        <>
          <Button variant="outline" colorPalette="gray" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" form={form} loading={busy}>
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
