// A plan with each of the models, as the API gives it.
import type { Schemas } from "../src/api/client";
import { meter } from "./server";

export const calls: Schemas["meter"] = {
  ...meter,
  id: "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAW",
  slug: "calls",
  name: "Calls",
  event_type: "call",
  aggregation: "COUNT",
  group_by: { region: "$.region", cached: "$.cached" },
  unit: "calls",
};

const shared = { currency: "USD", rounding: "half_up", digits: 2 } as const;
const metered = { ...shared, meter: "calls", filters: {}, included: "0" } as const;

export const scale: Schemas["plan"] = {
  id: "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  code: "scale",
  version: 2,
  latest_version: 2,
  state: "active",
  name: "Scale",
  interval_months: 12,
  trial_days: 14,
  proration: "by_day",
  late_usage: "adjustment",
  bills_paused_usage: false,
  is_add_on: false,
  prices: [
    { ...shared, code: "fee", name: "fee", model: "flat", amount: "1200", timing: "in_advance" },
    {
      ...metered,
      code: "eu_calls",
      name: "Calls in Europe",
      model: "per_unit",
      unit_amount: "0.0005",
      filters: { cached: [false], region: ["eu", "true"] },
    },
    {
      ...metered,
      code: "calls",
      name: "calls",
      model: "graduated",
      included: "10000",
      tiers: [
        { up_to: "1000000", unit_amount: "0.0004", flat_amount: "0" },
        { up_to: null, unit_amount: "0.0002", flat_amount: "5" },
      ],
    },
    {
      ...metered,
      code: "seats",
      name: "Seats",
      model: "volume",
      meter: "seats",
      tiers: [
        { up_to: "10", unit_amount: "8", flat_amount: "0" },
        { up_to: "20", unit_amount: "0", flat_amount: "100" },
        { up_to: null, unit_amount: "7", flat_amount: "0" },
      ],
    },
    {
      ...metered,
      code: "mails",
      name: "Mails",
      model: "package",
      meter: "mails",
      package_size: "1000",
      package_amount: "1",
      rounding: "half_even",
    },
    {
      ...metered,
      code: "payments",
      name: "Payments",
      model: "percentage",
      meter: "payments",
      rate: "0.029",
      event_amount: "0.3",
      minimum_amount: "10",
      maximum_amount: "500",
    },
  ],
  commitments: { USD: "100" },
  created_at: "2026-11-20T10:00:00Z",
  updated_at: "2026-11-20T10:00:00Z",
};

export const starter: Schemas["plan"] = {
  ...scale,
  id: "pln_01ARZ3NDEKTSV4RRFFQ69G5FAW",
  code: "starter",
  version: 1,
  latest_version: 1,
  name: "starter",
  interval_months: 1,
  trial_days: 0,
  prices: [
    { ...shared, code: "fee", name: "fee", model: "flat", amount: "20", timing: "in_advance" },
    { ...shared, currency: "EUR", code: "fee_eur", name: "fee_eur", model: "flat", amount: "18", timing: "in_arrears" },
  ],
  commitments: {},
};

export const subscription: Schemas["subscription"] = {
  id: "sub_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  tenant_id: "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  currency: "USD",
  add_on_to: null,
  state: "active",
  plan: { code: "scale", version: 2 },
  started_at: "2026-10-31T23:00:00Z",
  canceled_at: null,
  current_period: { from: "2026-10-31T23:00:00Z", to: "2027-10-31T23:00:00Z" },
  changes: [
    {
      sequence: 1,
      kind: "start",
      at: "2026-10-31T23:00:00Z",
      plan: { code: "scale", version: 2 },
      trial_until: "2026-11-14T23:00:00Z",
      is_scheduled: false,
      made_by: "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
      created_at: "2026-10-20T10:12:00Z",
    },
  ],
  created_at: "2026-10-20T10:12:00Z",
  updated_at: "2026-10-20T10:12:00Z",
};
