// Whose money a page is about, and from where it is looked at.
import { createContext, useContext } from "react";
import { aboutTenant } from "../../api/client";
import { allows, type Permission, platformAllows, useStanding } from "../../shell/standing";
import type { Tenant } from "../../shell/tenant";

export interface Scope {
  tenant: Tenant;
  /** As somebody in the tenant; else as staff of the platform, who do not enter it. */
  inside: boolean;
  /** The address of its invoices. */
  base: string;
}

export const ScopeContext = createContext<Scope | undefined>(undefined);

export function useScope(): Scope {
  const scope = useContext(ScopeContext);
  if (!scope) throw new Error("This part is shown on the pages of a tenant's money only.");
  return scope;
}

export function headersOf({ tenant, inside }: Scope): Record<string, string> {
  return inside ? aboutTenant(tenant.id).headers : {};
}

/** Where one stands: in the tenant, or beyond. */
export function useScopeMay(permission: Permission): boolean {
  const { inside } = useScope();
  const standing = useStanding();
  return inside ? allows(standing, permission) : platformAllows(standing.session, permission);
}

/** What the platform alone does, and not from inside of a tenant. */
export function useStaffMay(permission: Permission): boolean {
  const { inside } = useScope();
  const { session } = useStanding();
  return !inside && platformAllows(session, permission);
}
