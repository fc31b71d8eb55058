import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";

export type Plan = Schemas["plan"];
export type Price = Plan["prices"][number];
export type Tier = NonNullable<Price["tiers"]>[number];
export type Step = NonNullable<Plan["dunning"]>["steps"][number];
export type Model = Price["model"];
export type Meter = Schemas["meter"];

/** With what a change of it has to name. The catalogue is the platform's: no tenant is asked about. */
export interface Loaded {
  plan: Plan;
  tag: string | undefined;
}

/** By its id or code; the latest version unless one is named. */
export function plan(which: string, version?: number) {
  return queryOptions({
    queryKey: ["plans", which, version ?? "latest"],
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Loaded> => {
      const params = { path: { plan: which }, query: version === undefined ? {} : { version } };
      const { data, response } = await api.GET("/api/v1/plans/{plan}", { params, signal });
      return { plan: data as Plan, tag: response.headers.get("ETag") ?? undefined };
    },
  });
}

/** Of an address. */
export function versionIn(text: string | null): number | undefined {
  return text !== null && /^[1-9][0-9]{0,8}$/.test(text) ? parseInt(text, 10) : undefined;
}

const pages_most = 20;

/** Those that somebody can subscribe to. */
export const activePlans = queryOptions({
  queryKey: ["plans", "active", "all"],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    const found: Plan[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < pages_most; ++page) {
      const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor !== null && { cursor }) };
      const answer = await body(api.GET("/api/v1/plans", { params: { query }, signal }));
      found.push(...answer.items.filter(({ state }) => state === "active"));
      cursor = answer.next_cursor;
      if (cursor === null) break;
    }
    return found;
  },
});

/** What prices can measure, for staff. */
export const meters = queryOptions({
  queryKey: ["meters", "", "all"],
  staleTime: 60_000,
  queryFn: async ({ signal }) =>
    (await body(api.GET("/api/v1/meters", { params: { query: { limit: 100 } }, signal }))).items as Meter[],
});
