import { queryOptions } from "@tanstack/react-query";
import { aboutTenant, api, body } from "../../api/client";
import type { Names } from "./words";

/** The people and keys of a tenant that its entries may name. What may not be read has no name. */
export function namesIn({ id: tenant, name }: { id: string; name: string }, keysToo: boolean) {
  return queryOptions({
    queryKey: ["names", tenant, keysToo],
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Names> => {
      const { headers } = aboutTenant(tenant);
      const path = { tenant };
      const query = { limit: 100 };
      const [members, keys] = await Promise.all([
        body(api.GET("/api/v1/tenants/{tenant}/members", { params: { path, query }, headers, signal })),
        keysToo ? body(api.GET("/api/v1/api-keys", { params: { query }, headers, signal })) : { items: [] },
      ]);
      return new Map([
        [tenant, name] as const,
        ...members.items.map((member) => [member.user_id, member.name || member.email] as const),
        ...keys.items.map((key) => [key.id, `Key "${key.name}"`] as const),
      ]);
    },
  });
}

/** Whether names may still come. What failed once is not waited for: entries are worth more than names. */
export function onTheirWay(names: { isLoading: boolean; failureCount: number }): boolean {
  return names.isLoading && names.failureCount === 0;
}

/** All people of the installation, for staff. */
export const everybody = queryOptions({
  queryKey: ["names", ""],
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<Names> => {
    const query = { limit: 100 };
    const { items } = await body(api.GET("/api/v1/users", { params: { query }, signal }));
    return new Map(items.map(({ id, name, email }) => [id, name || email] as const));
  },
});

const page_entries = 1000;

/** The whole trail of a tenant, or of all, with its proofs, as `weir audit verify` reads it: page after page. */
export async function exportTrail(tenant: string | undefined, told: (pages: number) => void): Promise<string[]> {
  const parts: string[] = [];
  let cursor: string | null = null;
  do {
    const { query, headers } = tenant === undefined ? { query: {}, headers: {} } : aboutTenant(tenant);
    const params = { query: { ...query, limit: page_entries, ...(cursor !== null && { cursor }) } };
    const text: string = await body(
      api.GET("/api/v1/audit/export", { params, headers, parseAs: "text" }) as Promise<{ data?: string }>,
    );
    parts.push(text);
    const last = text.trimEnd().split("\n").at(-1) ?? "{}";
    cursor = (JSON.parse(last) as { next_cursor?: string | null }).next_cursor ?? null;
    told(parts.length);
  } while (cursor !== null);
  return parts;
}
