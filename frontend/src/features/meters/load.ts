import { queryOptions } from "@tanstack/react-query";
import { aboutTenant, api, body, type Schemas } from "../../api/client";
import { headersOf, type Scope } from "../invoices/scope";

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

/** The same as somebody in the tenant, or from outside. */
export function metersOf(scope: Scope) {
  return queryOptions({
    queryKey: ["meters", scope.tenant.id, scope.inside],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const headers = headersOf(scope);
      return (await body(api.GET("/api/v1/meters", { params: { query: { limit: 100 } }, headers, signal }))).items;
    },
  });
}
