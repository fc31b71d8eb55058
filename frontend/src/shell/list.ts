// Lists that the API gives page by page.
import { useInfiniteQuery } from "@tanstack/react-query";
import { aboutTenant } from "../api/client";
import { useTenant } from "./tenant";

interface Page<T> {
  items?: T[];
  next_cursor: string | null;
}

export type Ask<T, Q = object> = (at: {
  query: { limit: number; cursor?: string } & Q;
  headers: Record<string, string>;
  signal: AbortSignal;
}) => Promise<Page<T>>;
export type TenantAsk<T> = Ask<T, { tenant?: string }>;

interface About<Q> {
  query: Q;
  headers: Record<string, string>;
}

/**
 * Everything that was loaded so far, in the API's order. What is shown stays while other filters are asked for, unless
 * the first two members of the key (what, and whose) are others.
 */
export function useList<T, Q = object>(key: readonly unknown[], ask: Ask<T, Q>, about: About<Q>) {
  const list = useInfiniteQuery({
    queryKey: key,
    initialPageParam: "",
    placeholderData: (data, before) =>
      before?.queryKey[0] === key[0] && before?.queryKey[1] === key[1] ? data : undefined,
    queryFn: ({ pageParam, signal }) => {
      const { query, headers } = about;
      return ask({ query: { ...query, limit: 50, ...(pageParam && { cursor: pageParam }) }, headers, signal });
    },
    getNextPageParam: (page: Page<T>) => page.next_cursor,
  });
  return { ...list, items: list.data?.pages.flatMap((page) => page.items ?? []) };
}

/** Of the tenant that is looked at. */
export function useTenantList<T>(name: string, ask: TenantAsk<T>, filter: object = {}) {
  const tenant = useTenant();
  return useList([name, tenant.id, filter], ask, aboutTenant(tenant.id));
}
