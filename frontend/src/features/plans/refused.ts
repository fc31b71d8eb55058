// What the server says is wrong, at the fields that it is about.
import { ApiProblem } from "../../api/problem";

// Where the server names what it did not find, and nothing else.
const words: Record<string, (named: string) => string> = {
  plan_meter_unknown: (meter) => `No meter that is in use is called ${meter}.`,
  plan_group_unknown: (group) => `The meter has no group ${group}.`,
};

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}

/** By RFC 6901. */
function valueAt(document: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((at, token) => (at as Record<string, unknown> | undefined | null)?.[token], document);
}

export interface Refusal {
  problem: unknown;
  /** Where what was sent stood in all that was: "/prices/2", or nothing. */
  base: string;
  sent: unknown;
}

/** What was said of this place, as long as there stands what it was said of. */
export function refusedAt({ problem, base, sent }: Refusal, pointer: string, now: unknown): string | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  const found = problem.fields.find(({ pointer: at }) => at === base + pointer);
  if (!found) return undefined;
  if (JSON.stringify(valueAt(sent, pointer)) !== JSON.stringify(valueAt(now, pointer))) return undefined;
  return sentence(words[found.code ?? ""]?.(found.detail) ?? found.detail);
}
