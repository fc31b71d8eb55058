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
  enabled: true,
  disabled_reason: null,
  disabled_at: null,
  failures: 0,
  failing_since: null,
  paused_until: null,
  secrets: [{ id: "whe_01ARZ3NDEKTSV4RRFFQ69G5FAV_1", created_at: "2026-11-20T10:00:00Z", expires_at: null }],
  version: 3,
  created_at: "2026-11-20T10:00:00Z",
  updated_at: "2026-11-20T10:00:00Z",
};
