// Which tenant is looked at: in the URL, so that a link shows the same to somebody else.
import { createContext, useContext } from "react";
import { useSearchParams } from "react-router";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { aboutTenant, api, body, type Schemas } from "../api/client";
import { isStaff, type SignedIn, type TenantName } from "../features/session/session";
import { store, stored } from "./stored";

export type Tenant = Schemas["tenant"];
export const TenantContext = createContext<Tenant | undefined>(undefined);

export function useTenant(): Tenant {
  const tenant = useContext(TenantContext);
  if (!tenant) throw new Error("This part is shown inside a tenant only.");
  return tenant;
}

/** A tenant by its id or key, as staff of the platform know it. Asking for it does not enter it: the header is missing. */
export function namedTenant(name: string) {
  return queryOptions({
    queryKey: ["named tenant", name],
    staleTime: 300_000,
    queryFn: ({ signal }) => body(api.GET("/api/v1/tenants/{tenant}", { params: { path: { tenant: name } }, signal })),
  });
}

/** The one that the URL names, else the last one here, else the first; and how to change it. */
export function useTenantChoice(session: SignedIn) {
  const { tenants } = session;
  const [search, setSearch] = useSearchParams();
  const own = (key: string | null | undefined) => tenants.find((tenant) => tenant.key === key);
  const asked = search.get("tenant");
  const foreign = asked !== null && !own(asked) && isStaff(session) ? asked : undefined;
  const named = useQuery({ ...namedTenant(foreign ?? ""), enabled: foreign !== undefined });
  const usual = own(asked) ?? own(stored("tenant")) ?? tenants[0];
  const chosen: TenantName | undefined = foreign === undefined ? usual : named.data;
  const choose = (key: string) => {
    store("tenant", key);
    // Meters are everybody's; subjects, groups and what was looked for are the tenant's own.
    const next = new URLSearchParams();
    for (const shared of ["meter", "range", "from", "to", "window", "compare", "view"]) {
      const value = search.get(shared);
      if (value !== null) next.set(shared, value);
    }
    next.set("tenant", key);
    setSearch(next);
  };
  return { chosen, visiting: foreign !== undefined, named, choose };
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
