// What payment providers sent: which of it is looked at, one event with its body, and applying it once more.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { ApiProblem, reworded } from "../../api/problem";
import { useList } from "../../shell/list";

export type ProviderEvent = Schemas["provider_event"];
export type EventDetails = Schemas["provider_event_details"];
export type EventState = ProviderEvent["state"];

export const eventStates: readonly EventState[] = ["pending", "applied", "ignored", "failed"];

export const eventColors: Record<EventState, string> = {
  pending: "orange",
  applied: "green",
  ignored: "gray",
  failed: "red",
};

const what = "provider events";

/** In the key of everything that was loaded of them. */
export const ofEvents = [what] as const;

/** What is absent does not narrow. */
export interface EventFilter {
  account?: string;
  state?: EventState;
  type?: string;
  object?: string;
  event?: string;
}

const longest = 255; // of a text that is looked for
const texts = ["account", "type", "object", "event"] as const;
export type TextMember = (typeof texts)[number];

/** As the URL says it. */
export function readFilter(search: URLSearchParams): EventFilter {
  const filter: EventFilter = {};
  const state = eventStates.find((one) => one === search.get("state"));
  if (state !== undefined) filter.state = state;
  for (const member of texts) {
    const value = search.get(member)?.trim().slice(0, longest) ?? "";
    if (value !== "") filter[member] = value;
  }
  return filter;
}

/** The address with this filter and whatever else it had. */
export function withFilter(search: URLSearchParams, filter: EventFilter): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const member of ["state", ...texts] as const) {
    const value = filter[member] ?? "";
    if (value === "") next.delete(member);
    else next.set(member, value);
  }
  return next;
}

/** The newest first. */
export function useEvents({ account, state, type, object, event }: EventFilter) {
  const filter = {
    ...(account !== undefined && { payment_provider_id: account }),
    ...(state !== undefined && { state }),
    ...(type !== undefined && { type }),
    ...(object !== undefined && { object_id: object }),
    ...(event !== undefined && { event_id: event }),
  };
  return useList<ProviderEvent>(
    [what, "all", filter],
    ({ query, headers, signal }) => {
      const params = { query: { ...query, ...filter } };
      return body(api.GET("/api/v1/provider-events", { params, headers, signal, cache: "no-cache" }));
    },
    { query: {}, headers: {} },
  );
}

export function details({ id }: ProviderEvent) {
  return queryOptions({
    queryKey: [what, "of", id],
    queryFn: ({ signal }) => {
      const params = { path: { provider_event: id } };
      return body(api.GET("/api/v1/provider-events/{provider_event}", { params, signal, cache: "no-cache" }));
    },
  });
}

export async function rerun({ id }: ProviderEvent): Promise<ProviderEvent> {
  const params = { path: { provider_event: id } };
  try {
    return await body(api.POST("/api/v1/provider-events/{provider_event}/reruns", { params }));
  } catch (failed) {
    if (!(failed instanceof ApiProblem) || failed.code !== "provider_event_state_refused") throw failed;
    throw reworded(failed, "It is pending already: somebody else has asked for it, or it was not applied yet.");
  }
}

/** The same JSON with a line for each member. Numbers and texts stay as they were written; what is no JSON stays whole. */
export function indented(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const parts = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let out = "";
  let depth = 0;
  parts.forEach((part, at) => {
    const line = () => `\n${"  ".repeat(depth)}`;
    const isEmpty = at > 0 && "[{".includes(parts[at - 1] ?? " ");
    if (part === "{" || part === "[") {
      depth += 1;
      out += part;
      if (!"]}".includes(parts[at + 1] ?? " ")) out += line();
    } else if (part === "}" || part === "]") {
      depth -= 1;
      out += isEmpty ? part : line() + part;
    } else if (part === ",") out += `,${line()}`;
    else out += part === ":" ? ": " : part;
  });
  return out;
}
