// As whom one is here, and what that allows. The server decides; this is for what is worth showing.
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { aboutTenant, api, body } from "../api/client";
import { isStaff, type Person, type SignedIn, type TenantName } from "../features/session/session";
import type { useTenantDetails } from "./tenant";

export type Acting = Person["acting"];
export type Permission = Acting["permissions"][number];

export interface Standing {
  session: SignedIn;
  chosen: TenantName | undefined;
  visiting: boolean; // as staff, in a tenant that one is no member of
  inside: boolean; // the tenant may be asked about: a visit was confirmed
  enter: () => void;
  details: ReturnType<typeof useTenantDetails>;
  acting: ReturnType<typeof useActing>;
}

export const StandingContext = createContext<Standing | undefined>(undefined);

export function useStanding(): Standing {
  const standing = useContext(StandingContext);
  if (!standing) throw new Error("This part is shown inside the shell only.");
  return standing;
}

const ofPeople: readonly Permission[] = [
  "self",
  "members_write",
  "policies_write",
  "users_erase",
  "users_export",
  // A key has them for its own tenant or for the platform, and from here it cannot be seen for which.
  "webhooks_read",
  "webhooks_write",
];

/** One's role in the tenant; of a key it is not known. */
export function useActing(session: SignedIn, tenant: string | undefined) {
  return useQuery({
    queryKey: ["acting", tenant],
    enabled: session.kind === "person" && tenant !== undefined,
    queryFn: async ({ signal }) => {
      const { headers } = aboutTenant(tenant ?? "");
      return (await body(api.GET("/api/v1/users/me", { headers, signal }))).acting;
    },
  });
}

export function allows({ session, acting }: Standing, permission: Permission): boolean {
  if (session.kind === "key") return !ofPeople.includes(permission);
  return acting.data?.permissions.includes(permission) ?? false;
}

/** In the tenant that is looked at. */
export function useMay(permission: Permission): boolean {
  return allows(useStanding(), permission);
}

/** Beyond tenants, as staff or with a key. */
export function platformAllows(session: SignedIn, permission: Permission): boolean {
  if (session.kind === "key") return !ofPeople.includes(permission);
  return isStaff(session) && session.person.acting.permissions.includes(permission);
}

export function usePlatformMay(permission: Permission): boolean {
  return platformAllows(useStanding().session, permission);
}
