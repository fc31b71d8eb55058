// Payments of invoices through a payment provider: pages, what came of them, and money that is paid back.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import type { Once } from "../../api/once";
import { useList } from "../../shell/list";
import { headersOf, type Scope } from "./scope";

export type Attempt = Schemas["payment"];
export type AttemptDetails = Schemas["payment_details"];
export type NewRefund = Schemas["refund_create"];

const keyOf = ({ tenant, inside }: Scope) => ["payments", tenant.id, inside] as const;

/** Of one invoice, the newest first. */
export function attempts(scope: Scope, invoice: string) {
  return queryOptions({
    queryKey: [...keyOf(scope), "of", invoice],
    queryFn: async ({ signal }) => {
      const params = { query: { invoice_id: invoice, limit: 100 } };
      return (await body(api.GET("/api/v1/payments", { params, headers: headersOf(scope), signal }))).items;
    },
  });
}

/** Of a tenant, from inside of it. */
export function useAttempts(scope: Scope) {
  return useList<Attempt>(
    [...keyOf(scope), "list"],
    ({ query, headers, signal }) => body(api.GET("/api/v1/payments", { params: { query }, headers, signal })),
    { query: {}, headers: headersOf(scope) },
  );
}

export function attempt(scope: Scope, id: string) {
  return queryOptions({
    queryKey: [...keyOf(scope), "one", id],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/v1/payments/{payment}", { params: { path: { payment: id } }, headers: headersOf(scope), signal }),
      ),
  });
}

/** The page that it can be paid on; with `keep` what is paid with is kept there. */
export async function pageOf(scope: Scope, invoice: string, keep: boolean): Promise<string> {
  const params = { path: { invoice } };
  const { url } = await body(
    api.POST("/api/v1/invoices/{invoice}/checkouts", {
      params,
      headers: headersOf(scope),
      body: { save_method: keep },
    }),
  );
  if (url === null) throw new Error("The payment has no page.");
  return url;
}

export function refund(once: Once, payment: string, what: NewRefund) {
  return once([payment, what], (key) => {
    const params = { path: { payment }, header: { "Idempotency-Key": key } };
    return body(api.POST("/api/v1/payments/{payment}/refunds", { params, body: what }));
  });
}

export const attemptWords: Record<Attempt["state"], string> = {
  open: "not paid yet",
  processing: "under way",
  succeeded: "paid",
  failed: "declined",
  canceled: "given up",
};

export const attemptColors: Record<Attempt["state"], string> = {
  open: "blue",
  processing: "blue",
  succeeded: "green",
  failed: "red",
  canceled: "gray",
};

export const refundWords: Record<AttemptDetails["refunds"][number]["state"], string> = {
  pending: "under way",
  succeeded: "paid back",
  failed: "failed",
  canceled: "given up",
};

export const disputeWords: Record<AttemptDetails["disputes"][number]["state"], string> = {
  needs_response: "waits for a response",
  under_review: "under review",
  won: "won",
  lost: "lost",
};
