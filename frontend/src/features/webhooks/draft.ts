// An endpoint that is about to be made or changed, as its fields hold it.
import type { Endpoint, NewEndpoint } from "./load";
import { familiesOf } from "./words";

export interface Draft {
  url: string;
  description: string;
  everything: boolean;
  families: readonly string[]; // "invoice"
  types: string; // one in each line: "invoice.paid"
}

export type Wrong = Partial<Record<"url" | "types" | "families", string>>;

const most_types = 50;

export const emptyDraft: Draft = { url: "", description: "", everything: true, families: [], types: "" };

export function draftOf({ url, description, event_types }: Endpoint): Draft {
  const known = new Map(familiesOf(false).map(({ name }) => [`${name}.*`, name]));
  const single = event_types.filter((type) => type !== "*" && !known.has(type));
  return {
    url,
    description,
    everything: event_types.includes("*"),
    families: event_types.flatMap((type) => known.get(type) ?? []),
    types: single.join("\n"),
  };
}

function typesIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== "");
}

export function eventTypesOf({ everything, families, types }: Draft): string[] {
  return everything ? ["*"] : [...new Set([...families.map((name) => `${name}.*`), ...typesIn(types)])];
}

export function wrongWith(draft: Draft): Wrong {
  const types = eventTypesOf(draft);
  const odd = types.find((type) => !/^([*]|[a-z_]+([.][a-z_]+)*([.][*])?)$/.test(type));
  return {
    ...(!/^https?:\/\/\S+$/.test(draft.url.trim()) && { url: "An address that begins with https://" }),
    ...(types.length === 0 && { families: "Choose one at least, or write a type below." }),
    ...(odd !== undefined && { types: `${odd} is no type, as invoice.paid, and no family, as invoice.*` }),
    ...(types.length > most_types && { types: `${most_types} types and families at most.` }),
  };
}

/** Of one that nothing is wrong with. */
export function toSend(draft: Draft): NewEndpoint & { description: string } {
  return { url: draft.url.trim(), description: draft.description.trim(), event_types: eventTypesOf(draft) };
}
