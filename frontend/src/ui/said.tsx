// One sentence about what was just done, for eyes and for screen readers; it takes no room on the page.
import { Box } from "@chakra-ui/react";
import { useEffect, useSyncExternalStore } from "react";

const shown_ms = 5000;

let sentence = "";
const listeners = new Set<() => void>();

export function say(next: string): void {
  sentence = next;
  for (const listener of listeners) listener();
}

export function Said() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sentence,
  );
  useEffect(() => {
    if (shown === "") return;
    const timer = setTimeout(() => say(""), shown_ms);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <Box
      role="status"
      aria-label="Done"
      position="fixed"
      bottom="4"
      insetInline="4"
      display="flex"
      justifyContent="center"
      zIndex="toast"
      pointerEvents="none"
    >
      {shown !== "" && (
        <Box bg="fg" color="bg" px="4" py="2.5" rounded="md" shadow="lg" maxW="lg" overflowWrap="anywhere">
          {shown}
        </Box>
      )}
    </Box>
  );
}
