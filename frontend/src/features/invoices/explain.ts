// What an invoice line follows from, down to the events.
import { api, body, type Schemas, signedFetch } from "../../api/client";
import { useList } from "../../shell/list";
import type { Invoice } from "./load";
import { headersOf, type Scope } from "./scope";

export type Explanation = Schemas["invoice_line_explanation"];
/** One hour of a subject's usage with one set of group values. */
export type Cell = Explanation["items"][number];
type CellEvents = Schemas["cell_events"];
export type CellEvent = CellEvents["items"][number];

/** With its cells page by page; all else is on the first page. */
export function useExplanation(scope: Scope, { id }: Invoice, line: number) {
  const list = useList<Cell>(
    ["explanation", `${id} ${line}`],
    ({ query, headers, signal }) => {
      const params = { path: { invoice: id, line }, query };
      return body(api.GET("/api/v1/invoices/{invoice}/lines/{line}/explain", { params, headers, signal }));
    },
    { query: {}, headers: headersOf(scope) },
  );
  return { list, first: list.data?.pages[0] as Explanation | undefined };
}

/** From the address that the cell has. */
export function useCellEvents(scope: Scope, { events_url }: Cell) {
  const list = useList<CellEvent>(
    ["cell events", events_url],
    async ({ query, headers, signal }) => {
      const url = new URL(events_url, location.origin);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, `${value}`);
      return (await (await signedFetch(new Request(url, { headers, signal }))).json()) as CellEvents;
    },
    { query: {}, headers: headersOf(scope) },
  );
  return { list, isInLog: (list.data?.pages[0] as CellEvents | undefined)?.is_in_log };
}

/** "region eu, model large"; nothing without groups. */
export function groupWords(groups: Record<string, unknown>): string {
  return Object.entries(groups)
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
