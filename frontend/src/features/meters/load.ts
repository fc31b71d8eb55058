import { queryOptions } from "@tanstack/react-query";
import { aboutTenant, api, body, type Schemas } from "../../api/client";

export type Meter = Schemas["meter"];

/** The first hundred, as a member of the tenant sees them. */
export function meters(tenant: string) {
  return queryOptions({
    queryKey: ["meters", tenant],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const { headers } = aboutTenant(tenant);
      return (await body(api.GET("/api/v1/meters", { params: { query: { limit: 100 } }, headers, signal }))).items;
    },
  });
}
