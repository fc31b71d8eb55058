// Whose identities elsewhere sign in as oneself.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { useList } from "../../shell/list";
import { askMethods } from "./issuer";

export type Identity = Schemas["identity"];

export const methods = queryOptions({
  queryKey: ["methods"],
  staleTime: 300_000,
  queryFn: ({ signal }) => askMethods(signal),
});

export function useIdentities() {
  return useList<Identity>(
    ["identities", "own"],
    ({ signal }) => body(api.GET("/api/v1/users/me/identities", { signal })),
    { query: {}, headers: {} },
  );
}

/** The sign-in service, when one is known there. */
export function useOwnIssuer(): string | undefined {
  const issuer = useQuery(methods).data?.oidc?.issuer;
  const { items } = useIdentities();
  return items?.some((identity) => identity.issuer === issuer) ? issuer : undefined;
}
