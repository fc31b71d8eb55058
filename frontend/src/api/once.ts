import { ApiProblem } from "./problem";

/** An Idempotency-Key: however often the same form is sent, one thing is made. */
export function onceKey(): string {
  // Not randomUUID: a page without TLS does not have it.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Sends under a key. */
export type Once = <T>(sent: unknown, send: (key: string) => Promise<T>) => Promise<T>;

/**
 * For a form whose content changes between attempts. What was sent and may have arrived keeps its key until its fate is
 * known; what was refused, and anything else, gets another one.
 */
export function onceKeys(): Once {
  let kept = { sent: "", key: "" };
  return async (sent, send) => {
    const text = JSON.stringify(sent);
    if (kept.sent !== text) kept = { sent: text, key: onceKey() };
    try {
      return await send(kept.key);
    } catch (failed) {
      if (failed instanceof ApiProblem && failed.status >= 400 && failed.status < 500) kept = { sent: "", key: "" };
      throw failed;
    }
  };
}
