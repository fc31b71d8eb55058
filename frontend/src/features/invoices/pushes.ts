// What accounts at Stripe were told of an invoice; the platform's alone.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";

export type Push = Schemas["invoice_push"];

const path = "/api/v1/invoices/{invoice}/pushes";

export function pushesOf(invoice: string) {
  return queryOptions({
    queryKey: ["pushes", invoice],
    queryFn: async ({ signal }): Promise<Push[]> =>
      (await body(api.GET(path, { params: { path: { invoice } }, signal }))).items,
  });
}

/** Those that failed, within seconds. */
export async function retryPushes(invoice: string): Promise<void> {
  await body(api.POST(path, { params: { path: { invoice } } }));
}

/** "in_1: open", "failed: amount_mismatch (…)". */
export function pushWords({ state, reference, status, failure }: Push): string {
  const why = failure ? `${failure.code}${failure.message && ` (${failure.message})`}` : "";
  if (state === "pushed") return `${reference ?? "–"} pushed, ${status ?? "–"} there`;
  return [reference, [state, why].filter((one) => one !== "").join(": ")].filter((one) => one !== null).join(" ");
}
