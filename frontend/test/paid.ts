// Payments through a payment provider, as the API gives them.
import type { Schemas } from "../src/api/client";
import { invoice } from "./invoices";
import { tenant } from "./server";

type Payment = Schemas["payment"];
type Details = Schemas["payment_details"];

export const openPayment: Payment = {
  id: "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  tenant_id: tenant.id,
  invoice_id: invoice.id,
  origin: "hosted",
  payment_method_id: null,
  amount: "66.16",
  currency: "USD",
  state: "open",
  received: "0.00",
  refunded: "0.00",
  failure_code: null,
  failure_message: null,
  url: "https://checkout.stripe.com/c/pay/cs_test_a1",
  url_expires_at: "2026-12-02T09:00:00Z",
  version: 1,
  created_at: "2026-12-01T10:00:00Z",
  updated_at: "2026-12-01T10:00:00Z",
};

export const card: Schemas["payment_method"] = {
  id: "pmt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  tenant_id: tenant.id,
  kind: "card",
  brand: "visa",
  last4: "4242",
  expiry_month: 4,
  expiry_year: 2030,
  default: true,
  version: 2,
  created_at: "2026-11-20T10:00:00Z",
  updated_at: "2026-11-20T10:00:01Z",
};

export const declinedPayment: Payment = {
  ...openPayment,
  state: "failed",
  failure_code: "insufficient_funds",
  failure_message: "Your card has insufficient funds.",
  version: 2,
};

export const paidPayment: Payment = {
  ...openPayment,
  state: "succeeded",
  received: "66.16",
  refunded: "6.16",
  url: null,
  url_expires_at: null,
  version: 4,
};

export const paidDetails: Details = {
  ...paidPayment,
  refundable: "60.00",
  refunds: [
    {
      id: "rfd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
      payment_id: paidPayment.id,
      tenant_id: tenant.id,
      invoice_id: invoice.id,
      amount: "6.16",
      currency: "USD",
      state: "succeeded",
      reason: "Outage of November",
      credit_note_id: null,
      failure_code: null,
      version: 2,
      created_at: "2026-12-02T10:00:00Z",
      updated_at: "2026-12-02T10:01:00Z",
    },
  ],
  disputes: [
    {
      id: "dsp_01ARZ3NDEKTSV4RRFFQ69G5FAV",
      amount: "66.16",
      currency: "USD",
      state: "needs_response",
      reason: "fraudulent",
      respond_by: "2026-12-10T23:59:59Z",
      version: 1,
      created_at: "2026-12-03T10:00:00Z",
      updated_at: "2026-12-03T10:00:00Z",
    },
  ],
};
