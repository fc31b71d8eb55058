// Budgets of a tenant, what was used of them and what they crossed.
import { api, body, type Schemas } from "../../api/client";
import type { Once } from "../../api/once";
import { useList } from "../../shell/list";
import { headersOf, type Scope } from "../invoices/scope";

export type Budget = Schemas["budget"];
export type Crossing = Schemas["budget_crossing"];
export type NewBudget = Schemas["budget_create"];
export type ChangedBudget = Schemas["budget_update"];

export function useBudgets(scope: Scope) {
  const { tenant, inside } = scope;
  return useList<Budget>(
    ["budgets", tenant.id, inside],
    ({ query, headers, signal }) => {
      const params = { path: { tenant: tenant.id }, query };
      return body(api.GET("/api/v1/tenants/{tenant}/budgets", { params, headers, signal }));
    },
    { query: {}, headers: headersOf(scope) },
  );
}

export function useCrossings(scope: Scope, budget: string) {
  const { tenant, inside } = scope;
  return useList<Crossing>(
    ["budgets", tenant.id, inside, budget],
    ({ query, headers, signal }) => {
      const params = { path: { tenant: tenant.id, budget }, query };
      return body(api.GET("/api/v1/tenants/{tenant}/budgets/{budget}/crossings", { params, headers, signal }));
    },
    { query: {}, headers: headersOf(scope) },
  );
}

export function make(once: Once, scope: Scope, budget: NewBudget) {
  const tenant = scope.tenant.id;
  return once([tenant, budget], (key) => {
    const params = { path: { tenant }, header: { "Idempotency-Key": key } };
    return body(api.POST("/api/v1/tenants/{tenant}/budgets", { params, headers: headersOf(scope), body: budget }));
  });
}

function paramsOf(scope: Scope, { id, version }: Budget) {
  return { path: { tenant: scope.tenant.id, budget: id }, header: { "If-Match": `"${version}"` } };
}

/** What somebody else has changed meanwhile is not overwritten. */
export function replace(scope: Scope, of: Budget, by: ChangedBudget) {
  const params = paramsOf(scope, of);
  return body(api.PUT("/api/v1/tenants/{tenant}/budgets/{budget}", { params, headers: headersOf(scope), body: by }));
}

export function remove(scope: Scope, of: Budget) {
  const params = paramsOf(scope, of);
  return api.DELETE("/api/v1/tenants/{tenant}/budgets/{budget}", { params, headers: headersOf(scope) });
}
