// An invoice with lines of several kinds, as the API gives it.
import type { Schemas } from "../src/api/client";
import { tenant } from "./server";

type Invoice = Schemas["invoice"];
type Line = Schemas["invoice_line"];

const seller: Invoice["seller"] = {
  issuer_id: "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  legal_name: "Weir GmbH",
  address: { line1: "Dammweg 1", line2: "", city: "Ulm", region: "", postal_code: "89073", country: "DE" },
  tax_id: "DE123456789",
  email: "billing@weir.example",
  payment_terms_days: 14,
  note: "Thank you.\nWeir",
};

export const buyer: Invoice["buyer"] = {
  legal_name: "Acme Inc.",
  address: {
    line1: "1 Main Street",
    line2: "",
    city: "Springfield",
    region: "IL",
    postal_code: "62701",
    country: "US",
  },
  tax_id: "",
  email: "",
};

export const invoice: Invoice = {
  id: "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  tenant_id: tenant.id,
  number: "INV-000042",
  kind: "regular",
  state: "finalized",
  currency: "USD",
  as_of: "2026-11-30T23:00:00Z",
  corrects: null,
  period: { from: "2026-11-01", to: "2026-11-30" },
  issued_on: "2026-12-01",
  due_on: "2026-12-15",
  net: "64.00",
  taxes: {
    inclusive: false,
    lines: [{ code: "vat", name: "VAT", jurisdiction: "DE", rate: "0.19", base: "64.00", amount: "12.16" }],
    exemption_reason: "",
    exemption_code: "",
  },
  total: "76.16",
  credits_used: "10.00",
  due: "66.16",
  paid: "0.00",
  credited: "0.00",
  lines_count: 2,
  seller,
  buyer,
  inputs_hash: "0".repeat(64),
  version: 2,
  created_at: "2026-12-01T01:00:00Z",
  finalized_at: "2026-12-01T01:00:00Z",
  updated_at: "2026-12-01T01:00:00Z",
};

export const draft: Invoice = {
  ...invoice,
  id: "inv_01ARZ3NDEKTSV4RRFFQ69G5FAW",
  number: null,
  state: "draft",
  issued_on: null,
  due_on: null,
  finalized_at: null,
};

/** Of usage that came after `invoice`, below zero. */
export const creditNote: Invoice = {
  ...invoice,
  id: "inv_01ARZ3NDEKTSV4RRFFQ69G5FAX",
  number: "CN-000007",
  kind: "credit_note",
  state: "paid",
  corrects: invoice.id,
  due_on: null,
  net: "-5.00",
  taxes: { inclusive: false, lines: [], exemption_reason: "Reverse charge", exemption_code: "VATEX-EU-AE" },
  total: "-5.00",
  credits_used: "0.00",
  due: "0.00",
  credited: "5.00",
};

export const fee: Line = {
  number: 1,
  subscription_id: "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  kind: "fee",
  plan: { code: "scale", version: 2 },
  price: "fee",
  period: "2026-12-01",
  from: "2026-11-30T23:00:00Z",
  to: "2026-12-31T23:00:00Z",
  corrects: null,
  amount: "49.00",
  discount: "4.90",
  net: "44.10",
  detail: {
    plan_name: "Scale",
    price_name: "Access",
    model: "flat",
    unit_amount: "49",
    charge: "49.00",
    steps: [],
    discounts: [{ tenant_coupon: "tco_01ARZ3NDEKTSV4RRFFQ69G5FAV", code: "welcome", name: "Welcome", amount: "4.90" }],
  },
};

export const usage: Line = {
  ...fee,
  number: 2,
  kind: "usage",
  price: "calls",
  period: "2026-11-01",
  from: "2026-10-31T23:00:00Z",
  to: "2026-11-15T11:00:00Z",
  corrects: { invoice_id: "inv_01ARZ3NDEKTSV4RRFFQ69G5FAT", line: 3 },
  amount: "19.90",
  discount: "0.00",
  net: "19.90",
  detail: {
    plan_name: "Scale",
    price_name: "Calls",
    model: "graduated",
    meter: "calls",
    charge: "29.90",
    quantity: "1250.5",
    events: 1250,
    steps: [
      { kind: "included", quantity: "1000", amount: "0" },
      {
        kind: "tier",
        tier: 1,
        quantity: "200.000000001",
        unit_amount: "0.000000000001",
        amount: "0.000000000200000000001",
      },
      { kind: "tier", tier: 2, quantity: "50.5", unit_amount: "0.5", flat_amount: "5", amount: "30.25" },
      { kind: "maximum", quantity: "0", amount: "-0.35" },
    ],
    discounts: [],
  },
};

export const payment: Schemas["invoice_payment"] = {
  sequence: 1,
  amount: "6.16",
  method: "bank transfer",
  reference: "r1",
  received_at: "2026-12-05T10:00:00Z",
  recorded_by: "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  created_at: "2026-12-05T10:01:00Z",
};
