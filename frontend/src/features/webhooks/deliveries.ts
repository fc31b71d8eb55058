// What was sent to an endpoint, is on its way to it, or could not be sent.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { useList } from "../../shell/list";
import type { Endpoint } from "./load";
import { headersOf, type WebhookScope } from "./scope";

export type Delivery = Schemas["webhook_delivery"];
export type DeliveryDetails = Schemas["webhook_delivery_details"];
export type Attempt = DeliveryDetails["attempt_log"][number];
export type DeliveryState = Delivery["state"];

export const deliveryStates: readonly DeliveryState[] = ["waiting", "delivered", "failed"];

export const deliveryColors: Record<DeliveryState, string> = { waiting: "orange", delivered: "green", failed: "red" };

const whyWords: Record<NonNullable<Delivery["failed_reason"]>, string> = {
  attempts: "all attempts failed",
  refused: "it may not be sent there",
  disabled: "the endpoint was disabled",
};

export function whyFailed({ failed_reason }: Delivery): string {
  return failed_reason === null ? "" : whyWords[failed_reason];
}

/** What is absent does not narrow. */
export interface DeliveryFilter {
  state?: DeliveryState;
  type?: string;
}

/** The newest first. */
export function useDeliveries(scope: WebhookScope, { id }: Endpoint, filter: DeliveryFilter) {
  return useList<Delivery>(
    ["webhook deliveries", id, filter],
    ({ query, headers, signal }) => {
      const params = { path: { webhook_endpoint: id }, query: { ...query, ...filter } };
      const path = "/api/v1/webhook-endpoints/{webhook_endpoint}/deliveries";
      return body(api.GET(path, { params, headers, signal, cache: "no-cache" }));
    },
    { query: {}, headers: headersOf(scope) },
  );
}

function paramsOf(of: Endpoint, { id }: Delivery) {
  return { path: { webhook_endpoint: of.id, webhook_delivery: id } };
}

export function delivery(scope: WebhookScope, of: Endpoint, one: Delivery) {
  return queryOptions({
    queryKey: ["webhook deliveries", of.id, "of", one.id],
    queryFn: ({ signal }) => {
      const path = "/api/v1/webhook-endpoints/{webhook_endpoint}/deliveries/{webhook_delivery}";
      const headers = headersOf(scope);
      return body(api.GET(path, { params: paramsOf(of, one), headers, signal, cache: "no-cache" }));
    },
  });
}

export function resend(scope: WebhookScope, of: Endpoint, one: Delivery) {
  const path = "/api/v1/webhook-endpoints/{webhook_endpoint}/deliveries/{webhook_delivery}/resends";
  return body(api.POST(path, { params: paramsOf(of, one), headers: headersOf(scope) }));
}

/** All that failed and were made since. How many these are. */
export async function resendFailed(scope: WebhookScope, of: Endpoint, since: string): Promise<number> {
  const params = { path: { webhook_endpoint: of.id } };
  const headers = headersOf(scope);
  const path = "/api/v1/webhook-endpoints/{webhook_endpoint}/resends";
  return (await body(api.POST(path, { params, headers, body: { since } }))).count;
}

/** Sends an event to this endpoint alone. */
export function sendTest(scope: WebhookScope, of: Endpoint) {
  const params = { path: { webhook_endpoint: of.id } };
  return body(api.POST("/api/v1/webhook-endpoints/{webhook_endpoint}/tests", { params, headers: headersOf(scope) }));
}
