// What is done about an invoice whose money does not come, as the API gives it.
import type { Schemas } from "../src/api/client";
import { invoice } from "./invoices";
import { tenant } from "./server";

export const late: Schemas["collection"] = {
  invoice_id: invoice.id,
  tenant_id: tenant.id,
  invoice_number: "INV-000042",
  invoice_state: "past_due",
  amount_due: "66.16",
  currency: "USD",
  due_on: "2026-12-15",
  state: "running",
  outcome: "declined",
  next_act: "remind",
  next_at: "2026-12-21T23:00:00Z",
  reminded_at: "2026-12-15T23:00:05Z",
  paused_subscriptions: [],
  declined: {
    payment_id: "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    code: "insufficient_funds",
    message: "Your card has insufficient funds.",
    at: "2026-12-17T23:00:09Z",
  },
  version: 3,
  started_at: "2026-12-15T23:00:05Z",
  ended_at: null,
  created_at: "2026-12-01T01:05:00Z",
  updated_at: "2026-12-17T23:00:09Z",
};

export const lateDetails: Schemas["collection_details"] = {
  ...late,
  plan: "scale",
  plan_version: 2,
  steps: [
    {
      number: 0,
      act: "charge",
      day: "2026-12-01",
      result: "failed",
      reason: "declined",
      payment_id: "pay_01ARZ3NDEKTSV4RRFFQ69G5FAV",
      taken_at: "2026-12-01T01:05:01Z",
    },
    {
      number: 1,
      act: "remind",
      day: "2026-12-16",
      result: "done",
      reason: null,
      payment_id: null,
      taken_at: "2026-12-15T23:00:05Z",
    },
  ],
  coming: [
    { number: 3, act: "remind", at: "2026-12-21T23:00:00Z" },
    { number: 4, act: "pause", at: "2026-12-28T23:00:00Z" },
  ],
};
