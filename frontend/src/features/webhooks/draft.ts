// An endpoint that is about to be made or changed, as its fields hold it.
import { filterLines, filtersIn, headerLines, headersIn, rateIn, wrongWithFilters, wrongWithHeaders } from "./choices";
import type { Endpoint, NewEndpoint } from "./load";
import { familiesOf } from "./words";

export interface Draft {
  url: string;
  description: string;
  everything: boolean;
  families: readonly string[]; // "invoice"
  types: string; // one in each line: "invoice.paid"
  filters: string; // one in each line: "data.currency = EUR"
  headers: string; // one in each line: "Authorization: Bearer x"
  rate: string; // "10"; empty: none
  ordered: boolean;
  ed25519: boolean;
}

export type Wrong = Partial<Record<"url" | "types" | "families" | "filters" | "headers" | "rate", string>>;

const most_types = 50;

export const emptyDraft: Draft = {
  url: "",
  description: "",
  everything: true,
  families: [],
  types: "",
  filters: "",
  headers: "",
  rate: "",
  ordered: false,
  ed25519: false,
};

export function draftOf(of: Endpoint): Draft {
  const { url, description, event_types, deliveries_per_second, ordered, ed25519 } = of;
  const known = new Map(familiesOf(false).map(({ name }) => [`${name}.*`, name]));
  const single = event_types.filter((type) => type !== "*" && !known.has(type));
  return {
    url,
    description,
    everything: event_types.includes("*"),
    families: event_types.flatMap((type) => known.get(type) ?? []),
    types: single.join("\n"),
    filters: filterLines(of.filters),
    headers: headerLines(of.headers),
    rate: deliveries_per_second === null ? "" : `${deliveries_per_second}`,
    ordered,
    ed25519,
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
  const filters = wrongWithFilters(draft.filters);
  const headers = wrongWithHeaders(draft.headers);
  return {
    ...(!/^https?:\/\/\S+$/.test(draft.url.trim()) && { url: "An address that begins with https://" }),
    ...(types.length === 0 && { families: "Choose one at least, or write a type below." }),
    ...(odd !== undefined && { types: `${odd} is no type, as invoice.paid, and no family, as invoice.*` }),
    ...(types.length > most_types && { types: `${most_types} types and families at most.` }),
    ...(filters !== undefined && { filters }),
    ...(headers !== undefined && { headers }),
    ...(rateIn(draft.rate) === undefined && { rate: "A whole number from 1 to 1000, or nothing." }),
  };
}

/** Of one that nothing is wrong with. Lines that are as they were before are left as they are. */
export function toSend(draft: Draft, before?: Endpoint): NewEndpoint & { description: string } {
  const was = before ? draftOf(before) : emptyDraft;
  return {
    url: draft.url.trim(),
    description: draft.description.trim(),
    event_types: eventTypesOf(draft),
    ...(draft.filters !== was.filters && { filters: filtersIn(draft.filters) }),
    ...(draft.headers !== was.headers && { headers: headersIn(draft.headers) }),
    ...(draft.rate !== was.rate && { deliveries_per_second: rateIn(draft.rate) ?? null }),
    ...(draft.ordered !== was.ordered && { ordered: draft.ordered }),
    ...(draft.ed25519 !== was.ed25519 && { ed25519: draft.ed25519 }),
  };
}
