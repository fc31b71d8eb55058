// Webhook endpoints, and what can be done to them.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import type { Once } from "../../api/once";
import { ApiProblem, reworded } from "../../api/problem";
import { useList } from "../../shell/list";
import { headersOf, ownerOf, type WebhookScope } from "./scope";

export type Endpoint = Schemas["webhook_endpoint"];
export type NewEndpoint = Schemas["webhook_endpoint_create"];
export type ChangedEndpoint = Schemas["webhook_endpoint_update"];
export type WithSecret = Schemas["webhook_endpoint_created"];

export function useEndpoints(scope: WebhookScope) {
  return useList<Endpoint>(
    ["webhooks", ownerOf(scope)],
    ({ query, headers, signal }) =>
      body(api.GET("/api/v1/webhook-endpoints", { params: { query }, headers, signal, cache: "no-cache" })),
    { query: {}, headers: headersOf(scope) },
  );
}

export function endpoint(scope: WebhookScope, id: string) {
  return queryOptions({
    queryKey: ["webhooks", ownerOf(scope), "of", id],
    queryFn: ({ signal }) => {
      const params = { path: { webhook_endpoint: id } };
      const headers = headersOf(scope);
      return body(
        api.GET("/api/v1/webhook-endpoints/{webhook_endpoint}", { params, headers, signal, cache: "no-cache" }),
      );
    },
  });
}

/** Throws when the first answer was lost on its way: a repetition does not have the secret. */
function withSecret(made: Endpoint | WithSecret, call: string): WithSecret {
  if ("secret" in made) return made;
  const words = "An earlier attempt has done it, and its secret is not shown again. Rotate it to get another one.";
  throw new ApiProblem(201, "secret_not_shown_again", words, undefined, call);
}

export function make(once: Once, scope: WebhookScope, wanted: NewEndpoint): Promise<WithSecret> {
  return once([ownerOf(scope), wanted], async (key) => {
    const params = { header: { "Idempotency-Key": key } };
    const made = await body(api.POST("/api/v1/webhook-endpoints", { params, headers: headersOf(scope), body: wanted }));
    return withSecret(made, "POST /api/v1/webhook-endpoints");
  });
}

function paramsOf({ id, version }: Endpoint) {
  return { path: { webhook_endpoint: id }, header: { "If-Match": `"${version}"` } };
}

async function unlessChanged<T>(sent: Promise<T>): Promise<T> {
  try {
    return await sent;
  } catch (failed) {
    if (!(failed instanceof ApiProblem) || failed.code !== "precondition_failed") throw failed;
    throw reworded(failed, "It has changed meanwhile. Close this and look at it first.");
  }
}

/** What somebody else has changed meanwhile is not overwritten. */
export function change(scope: WebhookScope, of: Endpoint, to: ChangedEndpoint) {
  const params = paramsOf(of);
  const headers = headersOf(scope);
  return unlessChanged(body(api.PATCH("/api/v1/webhook-endpoints/{webhook_endpoint}", { params, headers, body: to })));
}

export function remove(scope: WebhookScope, of: Endpoint) {
  const params = paramsOf(of);
  const headers = headersOf(scope);
  return unlessChanged(api.DELETE("/api/v1/webhook-endpoints/{webhook_endpoint}", { params, headers }));
}

/** Another key in the place of the current one, which signs beside it for a while. */
export function rotateKey(once: Once, scope: WebhookScope, { id }: Endpoint, overlap_s: number): Promise<Endpoint> {
  return once([id, overlap_s, "key"], (key) => {
    const params = { path: { webhook_endpoint: id }, header: { "Idempotency-Key": key } };
    const sent = { overlap_seconds: overlap_s };
    const headers = headersOf(scope);
    return body(
      api.POST("/api/v1/webhook-endpoints/{webhook_endpoint}/key-rotations", { params, headers, body: sent }),
    );
  });
}

/** Another secret in the place of the current one, which signs beside it for a while. */
export function rotate(once: Once, scope: WebhookScope, { id }: Endpoint, overlap_s: number): Promise<WithSecret> {
  return once([id, overlap_s], async (key) => {
    const params = { path: { webhook_endpoint: id }, header: { "Idempotency-Key": key } };
    const headers = headersOf(scope);
    const sent = { overlap_seconds: overlap_s };
    const now = await body(
      api.POST("/api/v1/webhook-endpoints/{webhook_endpoint}/secret-rotations", { params, headers, body: sent }),
    );
    return withSecret(now, `POST /api/v1/webhook-endpoints/${id}/secret-rotations`);
  });
}
