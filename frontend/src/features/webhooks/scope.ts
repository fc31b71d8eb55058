// Whose webhook endpoints a page is about: those of a tenant, or the platform's own, which are told of all tenants.
import { createContext, useContext } from "react";
import { aboutTenant } from "../../api/client";
import type { Tenant } from "../../shell/tenant";

export interface WebhookScope {
  /** Nothing: the platform. */
  tenant: Tenant | undefined;
  mayWrite: boolean;
  /** The address of its pages. */
  base: string;
}

export const WebhookContext = createContext<WebhookScope | undefined>(undefined);

export function useWebhookScope(): WebhookScope {
  const scope = useContext(WebhookContext);
  if (!scope) throw new Error("This part is shown on the pages of webhooks only.");
  return scope;
}

export function headersOf({ tenant }: WebhookScope): Record<string, string> {
  return tenant ? aboutTenant(tenant.id).headers : {};
}

/** In the keys of what was loaded. */
export const ownerOf = ({ tenant }: WebhookScope): string => tenant?.id ?? "";
