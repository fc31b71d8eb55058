// What a key is good for, and for how long.
import type { Schemas } from "../../api/client";

export type ApiKey = Schemas["api_key"];
export type NewKey = Schemas["api_key_created"];
export type Scope = ApiKey["scopes"][number];

export const scopes: readonly Scope[] = ["ingest", "query", "manage"];

export const scopeWords: Record<Scope, string> = {
  ingest: "Send events. Enough for a program that reports usage.",
  query: "Read usage, events and meters.",
  manage: "Make and revoke keys, read the audit trail, deal with rejected events.",
};

const day_ms = 86_400_000;
const soon_days = 14;

export type State =
  | { is: "active" }
  | { is: "ending"; days: number } // within two weeks
  | { is: "expired" }
  | { is: "revoked" };

export function stateOf({ revoked_at, expires_at }: ApiKey, now: number): State {
  if (revoked_at != null) return { is: "revoked" };
  if (expires_at == null) return { is: "active" };
  const left = Date.parse(expires_at) - now;
  if (left <= 0) return { is: "expired" };
  return left < soon_days * day_ms ? { is: "ending", days: Math.ceil(left / day_ms) } : { is: "active" };
}

export const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "One year" },
  { value: "never", label: "Never" },
] as const;
export type Lifetime = (typeof lifetimes)[number]["value"];

/** RFC 3339, or null for a key that does not expire. */
export function expiryOf(lifetime: Lifetime, now: number): string | null {
  if (lifetime === "never") return null;
  return new Date(now + parseInt(lifetime, 10) * day_ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}
