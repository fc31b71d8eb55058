// Which invoices are listed, as the URL says it.
import type { Filter, State } from "./load";
import { stateWords } from "./words";

const longest = 64; // of a text that is looked for

export function readFilter(search: URLSearchParams): Filter {
  const asked = search.get("state");
  const state = (Object.keys(stateWords) as State[]).find((one) => one === asked);
  const text = search.get("search")?.trim().slice(0, longest) ?? "";
  return { ...(state !== undefined && { state }), ...(text !== "" && { search: text }) };
}

/** The address with this filter and whatever else it had. */
export function withFilter(search: URLSearchParams, { state, search: text }: Filter): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete("state");
  next.delete("search");
  if (state !== undefined) next.set("state", state);
  if (text !== undefined && text !== "") next.set("search", text);
  return next;
}
