// Budgets as the API gives them.
import type { Schemas } from "../src/api/client";
import { tenant } from "./server";

export const crossing: Schemas["budget_crossing"] = {
  budget_id: "bdg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  tenant_id: tenant.id,
  name: "Monthly spend",
  measures: "spend",
  meter: null,
  currency: "EUR",
  threshold: 80,
  occurrence: 1,
  amount: "500.00",
  used: "412.50",
  percent: 82,
  period_from: "2026-10-31T23:00:00Z",
  period_to: "2026-11-30T23:00:00Z",
  crossed_at: "2026-11-23T10:00:00Z",
  rearmed_at: null,
};

export const ofSpend: Schemas["budget"] = {
  id: "bdg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  tenant_id: tenant.id,
  name: "Monthly spend",
  measures: "spend",
  meter: null,
  currency: "EUR",
  amount: "500.00",
  thresholds: [50, 80, 120],
  state: {
    period_from: "2026-10-31T23:00:00Z",
    period_to: "2026-11-30T23:00:00Z",
    used: "412.50",
    percent: 82,
    measured_at: "2026-11-23T10:00:00Z",
    crossings: [crossing, { ...crossing, threshold: 50, rearmed_at: "2026-11-20T10:00:00Z" }],
  },
  version: 3,
  created_at: "2026-11-01T10:00:00Z",
  updated_at: "2026-11-01T10:00:00Z",
};

export const ofUsage: Schemas["budget"] = {
  ...ofSpend,
  id: "bdg_01ARZ3NDEKTSV4RRFFQ69G5FAW",
  name: "Tokens",
  measures: "usage",
  meter: "tokens",
  currency: null,
  amount: "1000000",
  thresholds: [100],
  state: null,
  version: 1,
};
