// What a tenant pays with and a payment provider keeps, and charging it.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import type { Once } from "../../api/once";
import { useList } from "../../shell/list";
import type { Attempt } from "./online";
import { headersOf, type Scope } from "./scope";

export type Method = Schemas["payment_method"];

const keyOf = ({ tenant, inside }: Scope) => ["payment_methods", tenant.id, inside] as const;

/** All of a tenant's, from inside of it. */
export function useMethods(scope: Scope) {
  return useList<Method>(
    [...keyOf(scope), "list"],
    ({ query, headers, signal }) => body(api.GET("/api/v1/payment-methods", { params: { query }, headers, signal })),
    { query: {}, headers: headersOf(scope) },
  );
}

/** The one that is charged; null when there is none. */
export function defaultMethod(scope: Scope) {
  return queryOptions({
    queryKey: [...keyOf(scope), "default"],
    queryFn: async ({ signal }) => {
      const params = { query: { limit: 100 } };
      const { items } = await body(api.GET("/api/v1/payment-methods", { params, headers: headersOf(scope), signal }));
      return items.find((one) => one.default) ?? null;
    },
  });
}

/** The page to enter one on. */
export async function setupPage(scope: Scope): Promise<string> {
  return (await body(api.POST("/api/v1/payment-methods/setups", { headers: headersOf(scope) }))).url;
}

export function makeDefault(scope: Scope, id: string): Promise<Method> {
  const params = { path: { payment_method: id } };
  return body(
    api.PATCH("/api/v1/payment-methods/{payment_method}", {
      params,
      headers: headersOf(scope),
      body: { default: true },
    }),
  );
}

export async function removeMethod(scope: Scope, id: string): Promise<void> {
  const params = { path: { payment_method: id } };
  await api.DELETE("/api/v1/payment-methods/{payment_method}", { params, headers: headersOf(scope) });
}

export function charge(once: Once, scope: Scope, invoice: string, method: string): Promise<Attempt> {
  return once([invoice, method], (key) => {
    const params = { path: { invoice }, header: { "Idempotency-Key": key } };
    return body(
      api.POST("/api/v1/invoices/{invoice}/charges", {
        params,
        headers: headersOf(scope),
        body: { payment_method_id: method },
      }),
    );
  });
}

const kinds: Record<string, string> = { card: "Card", sepa_debit: "SEPA debit", us_bank_account: "Bank account" };

/** "visa ending in 4242": as people know it. */
export function nameOf({ kind, brand, last4 }: Method): string {
  const what = brand ?? kinds[kind] ?? kind;
  return last4 === null ? what : `${what} ending in ${last4}`;
}

/** "04/2030"; a dash for what does not expire. */
export function expiryOf({ expiry_month: month, expiry_year: year }: Method): string {
  return month === null || year === null ? "–" : `${String(month).padStart(2, "0")}/${String(year)}`;
}
