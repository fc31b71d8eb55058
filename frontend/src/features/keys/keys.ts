// What a key is good for, and for how long.
import type { Schemas } from "../../api/client";
import { ApiProblem } from "../../api/problem";

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

/** How long the old key of a rotation goes on, in seconds. */
export const overlaps = [
  { value: "0", label: "Not at all" },
  { value: "3600", label: "One hour" },
  { value: "86400", label: "One day" },
  { value: "604800", label: "7 days" },
  { value: "2592000", label: "30 days" },
] as const;
export type Overlap = (typeof overlaps)[number]["value"];

/** One in each line. */
export function networksIn(text: string): string[] {
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}

/** What the server says of each that it does not accept. */
export function wrongNetworks(problem: unknown, sent: readonly string[]): string | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  const told = problem.fields.flatMap(({ pointer, detail }) => {
    const [member, place] = pointer.split("/").slice(1);
    if (member !== "allowed_cidrs") return [];
    const network = place === undefined ? undefined : sent[parseInt(place, 10)];
    return [network === undefined ? detail : `${network}: ${detail}`];
  });
  return told.length === 0 ? undefined : told.join(" ");
}

/** Whether it can be replaced: the API does it once, while the key is good. */
export function canRotate(key: ApiKey, now: number): boolean {
  const { is } = stateOf(key, now);
  return (is === "active" || is === "ending") && key.replaced_by == null;
}
