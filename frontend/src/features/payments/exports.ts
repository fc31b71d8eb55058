// Meters whose hourly totals are said to an account at a payment provider.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { useList } from "../../shell/list";
import type { Meter } from "../meters/load";
import { ofProviders } from "./providers";

export type MeterExport = Schemas["meter_export"];
export type PutExport = Schemas["meter_export_put"];

const path = "/api/v1/payment-providers/{payment_provider}/meter-exports";
const hour_ms = 3_600_000;

export function useMeterExports(account: string) {
  return useList<MeterExport>(
    [ofProviders[0], "exports", account],
    ({ query, headers, signal }) => {
      const params = { path: { payment_provider: account }, query };
      return body(api.GET(path, { params, headers, signal, cache: "no-cache" }));
    },
    { query: {}, headers: {} },
  );
}

/** The platform's meters whose hours add up. */
export const exportableMeters = queryOptions({
  queryKey: ["meters", "that add up"],
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<Meter[]> => {
    const all = await body(api.GET("/api/v1/meters", { params: { query: { limit: 100 } }, signal }));
    return all.items.filter(({ aggregation }) => aggregation === "COUNT" || aggregation === "SUM");
  },
});

export function putExport(account: string, meter: string, to: PutExport): Promise<MeterExport> {
  const params = { path: { payment_provider: account, meter } };
  return body(api.PUT(`${path}/{meter}`, { params, body: to }));
}

export async function removeExport(account: string, meter: string): Promise<void> {
  const params = { path: { payment_provider: account, meter } };
  await body(api.DELETE(`${path}/{meter}`, { params }));
}

/** As it is, with another state: what was refused is said again. */
export function same({ event_name, from, enabled }: MeterExport): PutExport {
  return { event_name, from, enabled };
}

/** The full hour that was so many days ago. */
export function hourBefore(now: number, days: number): string {
  const at = Math.floor(now / hour_ms) * hour_ms - days * 24 * hour_ms;
  return new Date(at).toISOString().replace(".000Z", "Z");
}

/** What Stripe's names of events may be. */
export function wrongWithName(name: string): string | undefined {
  return /^[A-Za-z0-9_.:-]{1,100}$/.test(name)
    ? undefined
    : "1 to 100 letters, digits, dots, colons, dashes and underscores";
}
