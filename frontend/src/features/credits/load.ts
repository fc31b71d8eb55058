// Money of a tenant that invoices use first, and the commands that change it.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { carriedOut, waits } from "../../api/command";
import type { Once } from "../../api/once";
import { useList } from "../../shell/list";
import { headersOf, type Scope } from "../invoices/scope";

export type Credit = Schemas["credit"];
export type Entry = Schemas["credit_entry"];
export type Balance = Schemas["credit_balance"];
export type NewCredit = Schemas["credit_create"];

export function balances(scope: Scope) {
  return queryOptions({
    queryKey: ["credits", scope.tenant.id, scope.inside, "balances"],
    queryFn: async ({ signal }) => {
      const params = { path: { tenant: scope.tenant.id } };
      const headers = headersOf(scope);
      return (await body(api.GET("/api/v1/tenants/{tenant}/credit-balances", { params, headers, signal }))).items;
    },
  });
}

export function useCredits(scope: Scope) {
  const { tenant, inside } = scope;
  return useList<Credit>(
    ["credits", tenant.id, inside, "grants"],
    ({ query, headers, signal }) => {
      const params = { path: { tenant: tenant.id }, query };
      return body(api.GET("/api/v1/tenants/{tenant}/credits", { params, headers, signal }));
    },
    { query: {}, headers: headersOf(scope) },
  );
}

/** Of one currency. */
export function useEntries(scope: Scope, currency: string) {
  const { tenant, inside } = scope;
  return useList<Entry>(
    ["credits", tenant.id, inside, "entries", currency],
    ({ query, headers, signal }) => {
      const params = { path: { tenant: tenant.id }, query: { ...query, currency } };
      return body(api.GET("/api/v1/tenants/{tenant}/credit-entries", { params, headers, signal }));
    },
    { query: {}, headers: headersOf(scope) },
  );
}

export function grant(once: Once, tenant: string, credit: NewCredit) {
  return once([tenant, credit], (key) => {
    const params = { path: { tenant }, header: { ...waits, "Idempotency-Key": key } };
    return carriedOut(api.POST("/api/v1/tenants/{tenant}/credits", { params, body: credit }));
  });
}

export function takeBack(once: Once, credit: string) {
  return once([credit], (key) => {
    const params = { path: { credit }, header: { ...waits, "Idempotency-Key": key } };
    return carriedOut(api.POST("/api/v1/credits/{credit}/void", { params }));
  });
}
