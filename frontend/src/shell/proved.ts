// Somebody has just proved at the sign-in service that it is them, and is back on the page that had asked for it.
import { useSyncExternalStore } from "react";

const good_ms = 600_000; // as long as the server asks nothing

let page: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** `to`: the page; nothing: what had to be said is read, or is not true any more. */
export function proved(to: string | undefined): void {
  clearTimeout(timer);
  page = to === undefined ? undefined : new URL(to, location.origin).pathname;
  if (page !== undefined) timer = setTimeout(() => proved(undefined), good_ms);
  for (const listener of listeners) listener();
}

/** The pathname of that page. */
export function useProved(): string | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => page,
  );
}
