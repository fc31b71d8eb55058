import { useSyncExternalStore } from "react";

const question = "(max-width: 47.99em)"; // Chakra's "md" begins above

/** Whether the screen has no room for a table. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(question);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => matchMedia(question).matches,
  );
}
