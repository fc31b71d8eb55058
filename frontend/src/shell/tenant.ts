// Which tenant is looked at: in the URL, so that a link shows the same to somebody else.
import { createContext, useContext } from "react";
import { useSearchParams } from "react-router";
import { useQuery } from "@tanstack/react-query";
import { aboutTenant, api, body, type Schemas } from "../api/client";
import type { TenantName } from "../features/session/session";
import { store, stored } from "./stored";

export type Tenant = Schemas["tenant"];
export const TenantContext = createContext<Tenant | undefined>(undefined);

export function useTenant(): Tenant {
  const tenant = useContext(TenantContext);
  if (!tenant) throw new Error("This part is shown inside a tenant only.");
  return tenant;
}

/** The one that the URL names, else the last one here, else the first; and how to change it. */
export function useTenantChoice(tenants: readonly TenantName[]) {
  const [search, setSearch] = useSearchParams();
  const named = search.get("tenant") ?? stored("tenant");
  const chosen = tenants.find(({ key }) => key === named) ?? tenants[0];
  const choose = (key: string) => {
    store("tenant", key);
    // Meters are everybody's; subjects and groups are the tenant's own.
    const next = new URLSearchParams(search);
    for (const own of ["group", "source", "id"]) next.delete(own);
    next.set("tenant", key);
    setSearch(next);
  };
  return { chosen, choose };
}

export function useTenantDetails(id: string | undefined) {
  return useQuery({
    queryKey: ["tenant", id],
    enabled: id !== undefined,
    staleTime: 300_000,
    queryFn: ({ signal }) => {
      const { headers } = aboutTenant(id ?? "");
      return body(api.GET("/api/v1/tenants/{tenant}", { params: { path: { tenant: id ?? "" } }, headers, signal }));
    },
  });
}

/** Of the address that is shown, what other pages of the portal keep. */
export function useKeptSearch(): string {
  const [search] = useSearchParams();
  const key = search.get("tenant");
  return key === null ? "" : `?${new URLSearchParams({ tenant: key }).toString()}`;
}
