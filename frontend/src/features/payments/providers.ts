// The platform's accounts at payment providers, and what can be done to them.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import type { Once } from "../../api/once";
import { ApiProblem, reworded } from "../../api/problem";
import { useList } from "../../shell/list";

export type Provider = Schemas["payment_provider"];
export type NewProvider = Schemas["payment_provider_create"];
export type ChangedProvider = Schemas["payment_provider_update"];
export type Secret = Provider["secrets"][number];

const what = "payment providers";

/** In the key of everything that was loaded of them. */
export const ofProviders = [what] as const;

export function useProviders() {
  return useList<Provider>(
    [what, "all"],
    ({ query, headers, signal }) =>
      body(api.GET("/api/v1/payment-providers", { params: { query }, headers, signal, cache: "no-cache" })),
    { query: {}, headers: {} },
  );
}

export function provider(id: string) {
  return queryOptions({
    queryKey: [what, "of", id],
    queryFn: ({ signal }) => {
      const params = { path: { payment_provider: id } };
      return body(api.GET("/api/v1/payment-providers/{payment_provider}", { params, signal, cache: "no-cache" }));
    },
  });
}

export function connect(once: Once, wanted: NewProvider): Promise<Provider> {
  return once([wanted], (key) => {
    const params = { header: { "Idempotency-Key": key } };
    return body(api.POST("/api/v1/payment-providers", { params, body: wanted }));
  });
}

/** What somebody else has changed meanwhile is not overwritten. */
export async function change({ id, version }: Provider, to: ChangedProvider): Promise<Provider> {
  const params = { path: { payment_provider: id }, header: { "If-Match": `"${version}"` } };
  try {
    return await body(api.PATCH("/api/v1/payment-providers/{payment_provider}", { params, body: to }));
  } catch (failed) {
    if (!(failed instanceof ApiProblem) || failed.code !== "precondition_failed") throw failed;
    throw reworded(failed, "It has changed meanwhile. Close this and look at it first.");
  }
}

/** The signing secret in the place of the current one, which counts beside it for a while; or the first one. */
export function rotate(once: Once, { id }: Provider, secret: string, overlap_s: number): Promise<Provider> {
  return once([id, secret, overlap_s], (key) => {
    const params = { path: { payment_provider: id }, header: { "Idempotency-Key": key } };
    const sent = { secret, overlap_seconds: overlap_s };
    return body(api.POST("/api/v1/payment-providers/{payment_provider}/secret-rotations", { params, body: sent }));
  });
}

/** Its own list of events is read within seconds: what never arrived is found there. */
export function sweep({ id }: Provider): Promise<Provider> {
  const params = { path: { payment_provider: id } };
  return body(api.POST("/api/v1/payment-providers/{payment_provider}/sweeps", { params }));
}

/** Those of a kind, the current one first. */
export function secretsOf({ secrets }: Provider, kind: Secret["kind"]): Secret[] {
  return secrets.filter((one) => one.kind === kind);
}

/** What the provider's dashboard asks for: where its webhooks go. */
export function webhookUrl({ webhook_path }: Provider, origin: string): string {
  return origin + webhook_path;
}
