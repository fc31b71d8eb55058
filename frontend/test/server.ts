// The API as components see it: msw answers in the shapes of schemas/openapi.json.
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import type { Schemas } from "../src/api/client";

export const tenant: Schemas["tenant"] = {
  id: "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  key: "acme",
  name: "Acme",
  time_zone: "Europe/Berlin",
  minute_offset: 0,
  currency: "EUR",
  state: "active",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
};

export const apiKey: Schemas["api_key"] = {
  id: "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  name: "till",
  prefix: "weir_sk_abcd",
  scopes: ["ingest"],
  tenant_id: tenant.id,
  created_at: "2026-01-01T00:00:00Z",
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
};

export const meter: Schemas["meter"] = {
  id: "mtr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  slug: "tokens",
  name: "Tokens",
  description: "Tokens of a language model.",
  event_type: "completion",
  aggregation: "SUM",
  value_property: "$.tokens",
  group_by: { model: "$.model" },
  unit: "tokens",
  version: 1,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
};

type Permission = Schemas["me"]["acting"]["permissions"][number];
export type Role = "owner" | "admin" | "billing" | "viewer" | "operator" | "support" | "finance";

const reads: readonly Permission[] = [
  "commands_read",
  "events_read",
  "feature_flags_read",
  "members_read",
  "meters_read",
  "self",
  "tenants_read",
  "usage_read",
  "users_read",
];
const manages: readonly Permission[] = [
  "api_keys_read",
  "api_keys_write",
  "audit_read",
  "billing_profile_write",
  "budgets_read",
  "budgets_write",
  "credits_read",
  "invoices_read",
  "members_write",
  "payments_read",
  "payments_write",
  "policies_read",
  "policies_write",
  "subscriptions_read",
  "users_list",
  "webhooks_read",
  "webhooks_write",
];
// As schemas/catalogues/permissions.json has them.
const more: Record<Role, readonly Permission[]> = {
  owner: manages,
  admin: manages,
  billing: [
    "billing_profile_write",
    "budgets_read",
    "budgets_write",
    "credits_read",
    "invoices_read",
    "payments_read",
    "payments_write",
    "subscriptions_read",
  ],
  viewer: [],
  operator: [
    ...manages,
    "credits_write",
    "feature_flags_write",
    "history_read",
    "history_write",
    "invoices_write",
    "meters_write",
    "payment_providers_read",
    "payment_providers_write",
    "plans_read",
    "plans_write",
    "refunds_write",
    "subscriptions_write",
    "tenants_write",
    "users_erase",
    "users_export",
  ],
  finance: [
    "billing_profile_write",
    "budgets_read",
    "budgets_write",
    "credits_read",
    "credits_write",
    "invoices_read",
    "invoices_write",
    "payment_providers_read",
    "payments_read",
    "payments_write",
    "plans_read",
    "plans_write",
    "refunds_write",
    "subscriptions_read",
    "subscriptions_write",
  ],
  support: [
    "api_keys_read",
    "audit_read",
    "budgets_read",
    "credits_read",
    "history_read",
    "invoices_read",
    "payment_providers_read",
    "payments_read",
    "plans_read",
    "policies_read",
    "subscriptions_read",
    "users_list",
    "webhooks_read",
  ],
};

/** Ada, in the tenant that the request names; as staff she is a member of none. */
export function me(role: Role, request: Request): Schemas["me"] {
  const staff = role === "operator" || role === "finance" || role === "support" ? role : null;
  const named = request.headers.get("Weir-Tenant");
  return {
    id: "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    email: "ada@example.com",
    name: "Ada",
    is_active: true,
    email_verified: false,
    platform_role: staff,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    memberships:
      role === "operator" || role === "finance" || role === "support"
        ? []
        : [
            {
              tenant_id: tenant.id,
              tenant_key: tenant.key,
              tenant_name: tenant.name,
              tenant_state: "active",
              role,
            },
          ],
    acting: {
      tenant_id: named,
      role: named === null && staff === null ? "person" : role,
      as_staff: staff !== null,
      permissions: named === null && staff === null ? ["self"] : [...reads, ...more[role]],
    },
    session_id: "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    auth_time: "2026-11-20T10:00:00Z",
  };
}

export const requestId = "req_01ARZ3NDEKTSV4RRFFQ69G5FAV";

export function answer(search: URLSearchParams, data: Schemas["query_answer"]["data"]): Schemas["query_answer"] {
  return {
    meter: "tokens",
    aggregation: "SUM",
    unit: "tokens",
    from: search.get("from"),
    to: search.get("to"),
    window: (search.get("window") ?? "NONE") as "NONE",
    zone: search.get("zone") ?? "UTC",
    granularity: "HOUR",
    data_through: "2026-11-20T10:00:00Z",
    data,
  };
}

export function problem(status: number, code: string, detail: string) {
  return HttpResponse.json(
    {
      type: `/problems/${code}`,
      title: code,
      status,
      detail,
      code,
      error: code,
      message: detail,
      request_id: requestId,
    },
    { status, headers: { "X-Request-ID": requestId, "Content-Type": "application/problem+json" } },
  );
}

export function page(items: object[], next_cursor: string | null = null) {
  return HttpResponse.json({ items, next_cursor });
}

export const noFactor: Schemas["mfa_status"] = { enabled: false, enabled_at: null, recovery_codes_left: 0 };
export const withFactor: Schemas["mfa_status"] = {
  enabled: true,
  enabled_at: "2026-11-20T10:00:00Z",
  recovery_codes_left: 10,
};

export const server = setupServer(
  http.get("*/api/v1/auth/methods", () => HttpResponse.json({ password: true, oidc: null })),
  http.get("*/api/v1/users/me/identities", () => page([])),
  http.get("*/api/v1/users/me/mfa", () => HttpResponse.json(noFactor)),
  http.get("*/api/v1/users/me/devices", () => page([])),
  http.post("*/api/v1/auth/logout", () => new HttpResponse(null, { status: 204 })),
  http.get("*/api/v1/tenants", () => page([tenant])),
  http.get("*/api/v1/payment-options", () => HttpResponse.json({ providers: ["stripe"] })),
  http.get("*/api/v1/payments", () => page([])),
  http.get("*/api/v1/collections", () => page([])),
  http.get("*/api/v1/invoices/:invoice/collection", () =>
    problem(404, "collection_not_found", "Nobody is after the money of this invoice."),
  ),
  http.get("*/api/v1/invoices/:invoice/pushes", () => page([])),
  http.get("*/api/v1/payment-methods", () => page([])),
  http.get("*/api/v1/tenants/:tenant", () => HttpResponse.json(tenant)),
  http.get("*/api/v1/tenants/:tenant/invitations", () => page([])),
  http.get("*/api/v1/meters", () => page([meter])),
  http.get("*/api/v1/meters/:meter/query", ({ request }) =>
    HttpResponse.json(answer(new URL(request.url).searchParams, [])),
  ),
  http.get("*/api/v1/usage/stream", () => problem(404, "feature_disabled", "This feature is switched off.")),
  http.get("*/api/v1/events", () => page([])),
  http.get("*/api/v1/rejected", () => page([])),
  http.get("*/api/v1/conflicts", () => page([])),
);

export function everythingStored(): string {
  return JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]);
}
