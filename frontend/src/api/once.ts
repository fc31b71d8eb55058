/** An Idempotency-Key: however often the same form is sent, one thing is made. */
export function onceKey(): string {
  // Not randomUUID: a page without TLS does not have it.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
