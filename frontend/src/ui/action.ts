import { useState } from "react";

/** Something that is done on the server when somebody asks for it, and what went wrong with it. */
export function useAction<A extends unknown[]>(run: (...input: A) => Promise<unknown>) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  /** True when it was done. */
  async function start(...input: A): Promise<boolean> {
    setBusy(true);
    setProblem(undefined);
    try {
      await run(...input);
      return true;
    } catch (failed) {
      setProblem(failed);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { busy, problem, start };
}
