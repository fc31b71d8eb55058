import { CloseButton, Dialog, Portal } from "@chakra-ui/react";
import type { ReactNode, RefObject } from "react";

interface Props {
  title: string;
  close: () => void;
  children: ReactNode;
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** A question that has to be answered. */
  alert?: boolean;
  /** Closed by its own buttons only: what it shows is not shown again. */
  stays?: boolean;
  /** Nothing in it takes the focus, so it does itself: to be scrolled by keys. */
  read?: boolean;
  first?: RefObject<HTMLElement | null>; // what has the focus at the beginning
}

/** A dialog: the focus stays inside, and goes back to where it was. */
export function Modal({
  title,
  close,
  children,
  footer,
  size = "md",
  alert,
  stays = false,
  read = false,
  first,
}: Props) {
  return (
    <Dialog.Root
      open
      onOpenChange={({ open }) => !open && close()}
      size={size}
      scrollBehavior="inside"
      role={alert ? "alertdialog" : "dialog"}
      closeOnEscape={!stays}
      closeOnInteractOutside={!stays}
      {...(first && { initialFocusEl: () => first.current })}
    >
      <Portal>
        <Dialog.Backdrop />
        <Dialog.Positioner p="4">
          <Dialog.Content>
            <Dialog.Header pe="12">
              <Dialog.Title overflowWrap="anywhere">{title}</Dialog.Title>
            </Dialog.Header>
            {!stays && (
              <Dialog.CloseTrigger asChild>
                <CloseButton size="sm" aria-label="Close" />
              </Dialog.CloseTrigger>
            )}
            <Dialog.Body display="flex" flexDirection="column" gap="4" {...(read && { tabIndex: 0 })}>
              {children}
            </Dialog.Body>
            {footer && <Dialog.Footer flexWrap="wrap">{footer}</Dialog.Footer>}
          </Dialog.Content>
        </Dialog.Positioner>
      </Portal>
    </Dialog.Root>
  );
}
