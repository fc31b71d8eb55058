// The filters of the list, as the URL says them.

export interface Filter {
  type?: string;
  actor?: string;
  subject?: string;
  from?: string; // RFC 3339
  to?: string;
}

const members = ["type", "actor", "subject", "from", "to"] as const;

/** Whatever makes no sense is as if it were not there. */
export function readFilter(search: URLSearchParams): Filter {
  const filter: Filter = {};
  for (const member of members) {
    const value = search.get(member)?.trim();
    if (value === undefined || value === "") continue;
    if ((member === "from" || member === "to") && Number.isNaN(Date.parse(value))) continue;
    filter[member] = value;
  }
  // The API refuses an end that is not after its start.
  if (filter.from !== undefined && filter.to !== undefined && Date.parse(filter.to) <= Date.parse(filter.from)) {
    delete filter.to;
  }
  return filter;
}

/** The address of the list with these filters and whatever else it had. */
export function withFilter(search: URLSearchParams, filter: Filter): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const member of members) {
    const value = filter[member];
    if (value === undefined || value === "") next.delete(member);
    else next.set(member, value);
  }
  return next;
}
