// What is done about invoices whose money does not come: the queue, and one invoice with its steps.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { hasCode } from "../../api/problem";
import { useList } from "../../shell/list";
import { headersOf, type Scope } from "./scope";

export type Collection = Schemas["collection"];
export type CollectionDetails = Schemas["collection_details"];
export type CollectionState = Collection["state"];
export type Act = CollectionDetails["coming"][number]["act"];
export type CollectionChange = Schemas["collection_change"]["change"];

/** In the key of everything that was loaded of them. */
export const ofCollections = ["collections"] as const;

/** Of all tenants, for staff; the newest invoice first. */
export function useCollections(state: CollectionState) {
  return useList<Collection>(
    [...ofCollections, "all", state],
    ({ query, signal }) => body(api.GET("/api/v1/collections", { params: { query: { ...query, state } }, signal })),
    { query: {}, headers: {} },
  );
}

/** Of one invoice; null: nobody is after its money. */
export function collection(scope: Scope, invoice: string) {
  return queryOptions({
    queryKey: [...ofCollections, scope.tenant.id, scope.inside, "of", invoice],
    queryFn: async ({ signal }) => {
      const params = { path: { invoice } };
      try {
        return await body(
          api.GET("/api/v1/invoices/{invoice}/collection", { params, headers: headersOf(scope), signal }),
        );
      } catch (failed) {
        if (hasCode(failed, "collection_not_found")) return null;
        throw failed;
      }
    },
  });
}

/** Open invoices whose last payment was declined, from inside of a tenant. */
export function declined(scope: Scope) {
  return queryOptions({
    queryKey: [...ofCollections, scope.tenant.id, scope.inside, "declined"],
    queryFn: async ({ signal }) => {
      const params = { query: { declined: true, limit: 20 } };
      return (await body(api.GET("/api/v1/collections", { params, headers: headersOf(scope), signal }))).items;
    },
  });
}

export function changeCollection(invoice: string, change: CollectionChange) {
  const params = { path: { invoice } };
  return body(api.POST("/api/v1/invoices/{invoice}/collection/changes", { params, body: { change } }));
}

export const collectionWords: Record<CollectionState, string> = {
  waiting: "not late",
  running: "late",
  held: "held",
  ended: "ended",
};

export const collectionColors: Record<CollectionState, string> = {
  waiting: "blue",
  running: "orange",
  held: "gray",
  ended: "green",
};

export const actWords: Record<Act, string> = {
  charge: "Charge the saved method",
  remind: "Remind by mail",
  pause: "Pause the subscriptions",
  cancel: "Cancel the subscriptions",
  give_up: "Give the money up",
};

export const resultWords: Record<CollectionDetails["steps"][number]["result"], string> = {
  done: "done",
  skipped: "passed over",
  failed: "did not work",
};

const reasons: Record<string, string> = {
  declined: "it was declined",
  no_method: "there was nothing to charge",
  superseded: "a later step took its place",
  not_due: "nothing was due, or money was under way",
  not_offered: "no payment provider takes money",
  payer_needed: "the payer has to confirm it",
  processing: "the money is under way",
  succeeded: "the money came in",
};

/** Why a step came to what it did. */
export function reasonWords(reason: string | null): string {
  return reason === null ? "" : (reasons[reason] ?? reason);
}
