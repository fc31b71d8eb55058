// Webhook endpoints and deliveries as the API gives them.
import type { Schemas } from "../src/api/client";
import { tenant } from "./server";

export const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

export const endpoint: Schemas["webhook_endpoint"] = {
  id: "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  tenant_id: tenant.id,
  url: "https://hooks.example.com/weir",
  description: "Bookkeeping",
  event_types: ["invoice.*", "budget.threshold_crossed"],
  filters: [],
  headers: [],
  deliveries_per_second: null,
  ordered: false,
  ed25519: false,
  enabled: true,
  disabled_reason: null,
  disabled_at: null,
  failures: 0,
  failing_since: null,
  paused_until: null,
  secrets: [{ id: "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV_1", created_at: "2026-11-20T10:00:00Z", expires_at: null }],
  public_keys: [],
  version: 3,
  created_at: "2026-11-20T10:00:00Z",
  updated_at: "2026-11-20T10:00:00Z",
};

export const delivery: Schemas["webhook_delivery"] = {
  id: "whd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  message_id: "msg_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  type: "invoice.paid",
  state: "delivered",
  failed_reason: null,
  attempts: 2,
  last_status: 204,
  created_at: "2026-11-20T10:00:00Z",
  next_attempt_at: null,
  ended_at: "2026-11-20T10:00:06Z",
};

export const failed: Schemas["webhook_delivery"] = {
  ...delivery,
  id: "whd_01ARZ3NDEKTSV4RRFFQ69G5FAW",
  message_id: "msg_01ARZ3NDEKTSV4RRFFQ69G5FAW",
  type: "budget.threshold_crossed",
  state: "failed",
  failed_reason: "attempts",
  attempts: 10,
  last_status: null,
};

export const details: Schemas["webhook_delivery_details"] = {
  ...delivery,
  body: '{"type":"invoice.paid","data":{}}',
  attempt_log: [
    { attempt: 2, started_at: "2026-11-20T10:00:06Z", duration_ms: 84, status: 204, response: "", error: "" },
    {
      attempt: 1,
      started_at: "2026-11-20T10:00:00Z",
      duration_ms: 15000,
      status: null,
      response: "",
      error: "There was no answer in time.",
    },
  ],
};
