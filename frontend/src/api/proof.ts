// An operation that asks for everything again waits here until its person has given it, or would rather not.
import { useSyncExternalStore } from "react";

let waiting: { proof: Promise<boolean>; settle: (given: boolean) => void } | undefined;
const listeners = new Set<() => void>();

function set(next: typeof waiting): void {
  waiting = next;
  for (const listener of listeners) listener();
}

/** One question however many operations wait. False: it was declined, or there is nobody to ask. */
export function askForProof(): Promise<boolean> {
  if (waiting) return waiting.proof;
  // Without the dialog nobody would ever answer.
  if (listeners.size === 0) return Promise.resolve(false);
  let settle: (given: boolean) => void = () => undefined;
  const proof = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  set({ proof, settle });
  return proof;
}

export function settleProof(given: boolean): void {
  const settled = waiting;
  set(undefined);
  settled?.settle(given);
}

/** For the dialog that asks. */
export function useProofAsked(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting !== undefined,
  );
}
