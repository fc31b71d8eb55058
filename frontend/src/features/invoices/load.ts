// What a tenant is billed, and the commands that change it.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { carriedOut, waits } from "../../api/command";
import type { Once } from "../../api/once";
import { useList } from "../../shell/list";
import { headersOf, type Scope } from "./scope";

export type Invoice = Schemas["invoice"];
export type State = Invoice["state"];
export type Line = Schemas["invoice_line"];
export type Step = NonNullable<Line["detail"]["steps"]>[number];
export type Payment = Schemas["invoice_payment"];
export type NewPayment = Schemas["invoice_payment_create"];
export type Change = Schemas["invoice_change"]["change"];
export type Preview = Schemas["invoice_preview"];
export type Forecast = Schemas["invoice_forecast"];
export type BillingState = Schemas["billing_state"];
export type Runs = Schemas["invoice_runs"];

export interface Filter {
  state?: State;
  search?: string;
}

export function useInvoices(scope: Scope, filter: Filter) {
  const { tenant, inside } = scope;
  return useList<Invoice>(
    ["invoices", tenant.id, inside, filter],
    ({ query, headers, signal }) => {
      const params = { path: { tenant: tenant.id }, query: { ...query, ...filter } };
      return body(api.GET("/api/v1/tenants/{tenant}/invoices", { params, headers, signal }));
    },
    { query: {}, headers: headersOf(scope) },
  );
}

/** Of all tenants, for staff. */
export function useAllInvoices(filter: Filter) {
  return useList<Invoice>(
    ["invoices", "", filter],
    ({ query, signal }) => body(api.GET("/api/v1/invoices", { params: { query: { ...query, ...filter } }, signal })),
    { query: {}, headers: {} },
  );
}

export function invoice(scope: Scope, id: string) {
  return queryOptions({
    queryKey: ["invoices", scope.tenant.id, scope.inside, "one", id],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/v1/invoices/{invoice}", { params: { path: { invoice: id } }, headers: headersOf(scope), signal }),
      ),
  });
}

/** A draft is made anew by each run: `version` tells its lines from those before. */
export function useLines(scope: Scope, { id, version }: Invoice) {
  return useList<Line>(
    ["invoice lines", id, version],
    ({ query, headers, signal }) =>
      body(api.GET("/api/v1/invoices/{invoice}/lines", { params: { path: { invoice: id }, query }, headers, signal })),
    { query: {}, headers: headersOf(scope) },
  );
}

export function payments(scope: Scope, id: string) {
  return queryOptions({
    queryKey: ["invoices", scope.tenant.id, scope.inside, "payments", id],
    queryFn: async ({ signal }) => {
      const params = { path: { invoice: id } };
      const headers = headersOf(scope);
      return (await body(api.GET("/api/v1/invoices/{invoice}/payments", { params, headers, signal }))).items;
    },
  });
}

const pages_most = 5;

/**
 * Adjustments and credit notes of an invoice: later ones that name it. The API gives the newest first, so those after it
 * are looked at; `whole`: all of them were.
 */
export function corrections(scope: Scope, of: string) {
  return queryOptions({
    queryKey: ["invoices", scope.tenant.id, scope.inside, "corrections", of],
    queryFn: async ({ signal }) => {
      const found: Invoice[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < pages_most; ++page) {
        const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor !== null && { cursor }) };
        const params = { path: { tenant: scope.tenant.id }, query };
        const call = api.GET("/api/v1/tenants/{tenant}/invoices", { params, headers: headersOf(scope), signal });
        const answer = await body(call);
        found.push(...answer.items.filter(({ corrects }) => corrects === of));
        cursor = answer.next_cursor;
        if (cursor === null || answer.items.some(({ id }) => id <= of)) return { found, whole: true };
      }
      return { found, whole: false };
    },
  });
}

export function upcoming(scope: Scope) {
  return queryOptions({
    queryKey: ["invoices", scope.tenant.id, scope.inside, "upcoming"],
    queryFn: ({ signal }) => {
      const params = { path: { tenant: scope.tenant.id } };
      return body(api.GET("/api/v1/tenants/{tenant}/upcoming-invoices", { params, headers: headersOf(scope), signal }));
    },
  });
}

/** What the month would come to at its end. */
export function forecast(scope: Scope) {
  return queryOptions({
    queryKey: ["invoices", scope.tenant.id, scope.inside, "forecast"],
    queryFn: ({ signal }) => {
      const params = { path: { tenant: scope.tenant.id } };
      const headers = headersOf(scope);
      return body(api.GET("/api/v1/tenants/{tenant}/upcoming-invoices/forecast", { params, headers, signal }));
    },
  });
}

export function billingState(scope: Scope) {
  return queryOptions({
    queryKey: ["invoices", scope.tenant.id, scope.inside, "state"],
    queryFn: ({ signal }) => {
      const params = { path: { tenant: scope.tenant.id } };
      return body(api.GET("/api/v1/tenants/{tenant}/billing-state", { params, headers: headersOf(scope), signal }));
    },
  });
}

export function useParked() {
  return useList<BillingState>(
    ["invoices", "parked"],
    ({ query, signal }) => body(api.GET("/api/v1/parked-tenants", { params: { query }, signal })),
    { query: {}, headers: {} },
  );
}

export const runs = queryOptions({
  queryKey: ["invoices", "runs"],
  queryFn: ({ signal }) => body(api.GET("/api/v1/invoice-runs", { signal })),
});

export function change(once: Once, id: string, what: Change) {
  return once([id, what], (key) => {
    const params = { path: { invoice: id }, header: { ...waits, "Idempotency-Key": key } };
    return carriedOut(api.POST("/api/v1/invoices/{invoice}/changes", { params, body: { change: what } }));
  });
}

export function recordPayment(once: Once, id: string, payment: NewPayment) {
  return once([id, payment], (key) => {
    const params = { path: { invoice: id }, header: { ...waits, "Idempotency-Key": key } };
    return carriedOut(api.POST("/api/v1/invoices/{invoice}/payments", { params, body: payment }));
  });
}

export function release(once: Once, tenant: string) {
  return once(["release", tenant], (key) => {
    const params = { path: { tenant }, header: { ...waits, "Idempotency-Key": key } };
    return carriedOut(api.POST("/api/v1/tenants/{tenant}/billing-state/release", { params }));
  });
}
