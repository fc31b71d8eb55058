// What a tenant is subscribed to, and the commands that change it.
import { aboutTenant, api, body, type Schemas } from "../../api/client";
import { carriedOut, waits } from "../../api/command";
import type { Once } from "../../api/once";
import { useList } from "../../shell/list";

export type Subscription = Schemas["subscription"];
export type Change = Subscription["changes"][number];
export type Kind = Change["kind"];
export type NewSubscription = Schemas["subscription_create"];
export type NewChange = Schemas["subscription_change"];

/** `inside`: as somebody in the tenant, not as staff of the platform. */
export function useSubscriptions(tenant: string, inside: boolean) {
  return useList<Subscription>(
    ["subscriptions", tenant, inside],
    ({ query, headers, signal }) => {
      const params = { path: { tenant }, query };
      return body(api.GET("/api/v1/tenants/{tenant}/subscriptions", { params, headers, signal }));
    },
    { query: {}, headers: inside ? aboutTenant(tenant).headers : {} },
  );
}

export function subscribe(once: Once, tenant: string, wanted: NewSubscription) {
  return once([tenant, wanted], (key) => {
    const params = { path: { tenant }, header: { ...waits, "Idempotency-Key": key } };
    return carriedOut(api.POST("/api/v1/tenants/{tenant}/subscriptions", { params, body: wanted }));
  });
}

export function change(once: Once, subscription: string, wanted: NewChange) {
  return once([subscription, wanted], (key) => {
    const params = { path: { subscription }, header: { ...waits, "Idempotency-Key": key } };
    return carriedOut(api.POST("/api/v1/subscriptions/{subscription}/changes", { params, body: wanted }));
  });
}

export function takeBack(once: Once, subscription: string, sequence: number) {
  return once([subscription, sequence], (key) => {
    const params = { path: { subscription, sequence }, header: { ...waits, "Idempotency-Key": key } };
    return carriedOut(api.DELETE("/api/v1/subscriptions/{subscription}/changes/{sequence}", { params }));
  });
}
