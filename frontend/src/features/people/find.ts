// The API gives people page by page and finds none by name: who is looked for is found here, in page after page.
import { useEffect } from "react";
import { fits, type User } from "./people";

/** Further pages come by themselves up to here; beyond, it is for the reader to go on. */
export const most_looked_at = 5000;

interface People {
  items: User[] | undefined;
  isError: boolean;
  hasNextPage: boolean;
  isFetching: boolean;
  fetchNextPage: () => unknown;
}

/** The list with those who fit alone. Nobody yet, and pages left to look at: the items are on their way. */
export function useFound<L extends People>(list: L, sought: string): L & { looking: boolean } {
  const { items, isError, hasNextPage, isFetching, fetchNextPage } = list;
  const seeking = sought.trim() !== "";
  const seen = items?.length ?? 0;
  const looking = seeking && hasNextPage && !isError && items !== undefined && seen < most_looked_at;
  useEffect(() => {
    if (looking && !isFetching) void fetchNextPage();
    // `seen` too: a page may come before it was drawn that it is fetched.
  }, [looking, isFetching, seen, fetchNextPage]);
  if (!seeking || items === undefined) return { ...list, looking };
  const found = items.filter((one) => fits(one, sought.trim()));
  return {
    ...list,
    looking,
    isFetching: isFetching || looking,
    items: looking && found.length === 0 ? undefined : found,
  };
}
