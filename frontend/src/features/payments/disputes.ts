// Payments that payers' banks take back, of all tenants.
import { api, body, type Schemas } from "../../api/client";
import { useList } from "../../shell/list";

export type Dispute = Schemas["dispute"];
export type DisputeState = Dispute["state"];

export const disputeStates: readonly DisputeState[] = ["needs_response", "under_review", "won", "lost"];

export const disputeColors: Record<DisputeState, string> = {
  needs_response: "red",
  under_review: "orange",
  won: "green",
  lost: "gray",
};

export function useDisputes(state: DisputeState | undefined) {
  const filter = state === undefined ? {} : { state };
  return useList<Dispute>(
    ["disputes", "all", filter],
    ({ query, headers, signal }) =>
      body(api.GET("/api/v1/disputes", { params: { query: { ...query, ...filter } }, headers, signal })),
    { query: {}, headers: {} },
  );
}
