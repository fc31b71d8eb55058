// The three lists, page by page.
import { useInfiniteQuery } from "@tanstack/react-query";
import { aboutTenant, api, body, type Schemas } from "../../api/client";
import { useTenant } from "../../shell/tenant";

export type Fate = Schemas["event_fate"];
export type Rejected = Schemas["rejected"];
export type Conflict = Schemas["conflict"];

interface Page<T> {
  items?: T[];
  next_cursor: string | null;
}

type Place = { limit: number; cursor?: string; tenant?: string };
type Ask<T> = (at: { query: Place; headers: Record<string, string>; signal: AbortSignal }) => Promise<Page<T>>;

/** A list with everything that was loaded so far, newest first. */
export function useList<T>(name: string, ask: Ask<T>) {
  const tenant = useTenant();
  const list = useInfiniteQuery({
    queryKey: [name, tenant.id],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const { query, headers } = aboutTenant(tenant.id);
      return ask({ query: { ...query, limit: 50, ...(pageParam && { cursor: pageParam }) }, headers, signal });
    },
    getNextPageParam: (page: Page<T>) => page.next_cursor,
  });
  return { ...list, items: list.data?.pages.flatMap((page) => page.items ?? []) };
}

export const recent: Ask<Fate> = ({ query, headers, signal }) =>
  body(api.GET("/api/v1/events", { params: { query }, headers, signal }));
export const rejected: Ask<Rejected> = ({ query, headers, signal }) =>
  body(api.GET("/api/v1/rejected", { params: { query }, headers, signal }));
export const conflicts: Ask<Conflict> = ({ query, headers, signal }) =>
  body(api.GET("/api/v1/conflicts", { params: { query }, headers, signal }));
