// Accounts at payment providers and what they sent, as the API gives them.
import type { Schemas } from "../src/api/client";

const made = "2026-11-20T10:00:00Z";

export const account: Schemas["payment_provider"] = {
  id: "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  slug: "stripe-eu",
  provider: "stripe",
  name: "Stripe, Europe",
  live: true,
  enabled: true,
  offered: false,
  webhook_path: "/api/v1/webhooks/stripe/stripe-eu",
  secrets: [
    { id: "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_api_key_1", kind: "api_key", created_at: made, expires_at: null },
    { id: "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV_signing_1", kind: "signing", created_at: made, expires_at: null },
  ],
  swept_to: null,
  sweep_asked_at: null,
  version: 3,
  created_at: made,
  updated_at: made,
};

export const received: Schemas["provider_event"] = {
  id: "pve_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  payment_provider_id: account.id,
  provider: "stripe",
  event_id: "evt_1QabcDEF",
  type: "refund.failed",
  object_id: "re_3QabcDEF",
  api_version: "2026-10-28.endive",
  occurred_at: "2026-11-20T10:00:00Z",
  received_at: "2026-11-20T10:00:01Z",
  source: "webhook",
  state: "failed",
  outcome: "payment_not_found",
  detail: "There is no such payment.",
  payment_id: null,
  command_id: null,
  attempts: 3,
  ended_at: "2026-11-20T10:00:02Z",
};
