// Credits of a tenant, as the API gives them.
import type { Schemas } from "../src/api/client";
import { creditNote, invoice } from "./invoices";
import { tenant } from "./server";

export const credit: Schemas["credit"] = {
  id: "crg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  tenant_id: tenant.id,
  currency: "USD",
  amount: "100.00",
  remaining: "90.00",
  is_open: true,
  priority: 100,
  expires_at: "2027-11-19T23:00:00Z",
  is_paid: true,
  reason: "Prepaid",
  invoice_id: null,
  made_by: "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  created_at: "2026-11-20T10:00:00Z",
  updated_at: "2026-12-01T01:00:00Z",
};

export const ofNote: Schemas["credit"] = {
  ...credit,
  id: "crg_01ARZ3NDEKTSV4RRFFQ69G5FAW",
  amount: "5.00",
  remaining: "0.00",
  is_open: false,
  priority: 10,
  expires_at: null,
  is_paid: false,
  reason: "",
  invoice_id: creditNote.id,
};

export const entry: Schemas["credit_entry"] = {
  sequence: 2,
  credit_id: credit.id,
  currency: "USD",
  kind: "applied",
  amount: "-10.00",
  balance_after: "90.00",
  invoice_id: invoice.id,
  command_id: null,
  at: "2026-12-01T01:00:00Z",
};

export const balance: Schemas["credit_balance"] = { currency: "USD", balance: "90.00", available: "90.00", entries: 2 };
