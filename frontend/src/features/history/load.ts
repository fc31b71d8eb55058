// Imports of past usage, and what can be done to them.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { carriedOut, waits } from "../../api/command";
import type { Once } from "../../api/once";
import { useList } from "../../shell/list";
import type { Form, Stretch } from "./rows";

export type Import = Schemas["history_import"];
export type NewImport = Schemas["history_import_create"];
export type Preview = Schemas["history_preview"];

const what = "history imports";

/** In the key of everything that was loaded of them. */
export const ofImports = [what] as const;

export function useImports() {
  return useList<Import>(
    [what, "all"],
    ({ query, headers, signal }) =>
      body(api.GET("/api/v1/history-imports", { params: { query }, headers, signal, cache: "no-cache" })),
    { query: {}, headers: {} },
  );
}

export function historyImport(id: string) {
  return queryOptions({
    queryKey: [what, "of", id],
    queryFn: ({ signal }) => {
      const params = { path: { history_import: id } };
      return body(api.GET("/api/v1/history-imports/{history_import}", { params, signal, cache: "no-cache" }));
    },
  });
}

/** `after`: the receipt of the rows that it has to know. */
export function preview({ id, state, rows }: Import, after: string | undefined) {
  return queryOptions({
    queryKey: [what, "preview", id, state, rows, after],
    queryFn: ({ signal }) => {
      const params = { path: { history_import: id }, query: after === undefined ? {} : { after } };
      return body(api.GET("/api/v1/history-imports/{history_import}/preview", { params, signal, cache: "no-cache" }));
    },
  });
}

export const allMeters = queryOptions({
  queryKey: ["meters", "", "for an import"],
  staleTime: 60_000,
  queryFn: async ({ signal }) =>
    (await body(api.GET("/api/v1/meters", { params: { query: { limit: 100 } }, signal }))).items,
});

export function begin(once: Once, wanted: NewImport): Promise<Import> {
  return once([wanted], (key) => {
    const params = { header: { "Idempotency-Key": key } };
    return body(api.POST("/api/v1/history-imports", { params, body: wanted }));
  });
}

/** The receipt of the rows. Rows that were sent before count once. */
export async function add({ id }: Import, form: Form, { text, firstLine }: Stretch): Promise<string> {
  const params = { path: { history_import: id }, query: { first_line: firstLine } };
  const sent = {
    params,
    body: text,
    bodySerializer: (of: string) => of,
    headers: { "Content-Type": form === "csv" ? "text/csv" : "application/x-ndjson" },
  };
  return (await body(api.POST("/api/v1/history-imports/{history_import}/rows", sent))).receipt;
}

export function start(once: Once, { id }: Import, rows: number) {
  return once([id, rows], (key) => {
    const params = { path: { history_import: id }, header: { "Idempotency-Key": key, ...waits } };
    return carriedOut(api.POST("/api/v1/history-imports/{history_import}/start", { params, body: { rows } }));
  });
}

export function giveUp(once: Once, { id }: Import) {
  return once([id], (key) => {
    const params = { path: { history_import: id }, header: { "Idempotency-Key": key, ...waits } };
    return carriedOut(api.DELETE("/api/v1/history-imports/{history_import}", { params }));
  });
}
