import { useQuery } from "@tanstack/react-query";
import { aboutTenant, api, body, type Schemas } from "../../api/client";
import { useTenant } from "../../shell/tenant";
import type { Role } from "./roles";

export type Invitation = Schemas["invitation"];

const pages_most = 20;

/** Those that wait for somebody, the newest first; `complete`: no other is there. */
export interface Waiting {
  items: Invitation[];
  complete: boolean;
}

/** The API lists the oldest first and closed ones too: those that wait may stand on any page. */
export function useWaiting() {
  const { id } = useTenant();
  return useQuery({
    queryKey: ["invitations", id],
    queryFn: async ({ signal }): Promise<Waiting> => {
      const { headers } = aboutTenant(id);
      const items: Invitation[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < pages_most; ++page) {
        const params: { path: { tenant: string }; query: { limit: number; cursor?: string } } = {
          path: { tenant: id },
          query: { limit: 100, ...(cursor !== null && { cursor }) },
        };
        const answer = await body(api.GET("/api/v1/tenants/{tenant}/invitations", { params, headers, signal }));
        items.push(...answer.items.filter(({ state }) => state === "open" || state === "expired"));
        cursor = answer.next_cursor;
        if (cursor === null) break;
      }
      return { items: items.reverse(), complete: cursor === null };
    },
  });
}

/** Whether somebody with these roles to give may send this one again or take it back. */
export function isFixed({ role }: Invitation, offered: readonly Role[]): boolean {
  return !offered.includes(role);
}
