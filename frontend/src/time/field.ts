// What an input of the type datetime-local holds: the wall's time in a zone.
import { instantOf, rfc3339, wall } from "./zone";

/** "2026-11-20T10:00"; nothing of nothing. */
export function fieldOf(instant: string | undefined, zone: string): string {
  if (instant === undefined) return "";
  return new Date(wall(Date.parse(instant), zone)).toISOString().slice(0, 16);
}

const form = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}/;

/** RFC 3339, to the minute; nothing of what is no time. */
export function instantIn(field: string, zone: string): string | undefined {
  // Browsers read more as a time than there is in it: ":00Z" is the year 2000.
  const found = form.exec(field);
  const at = found ? Date.parse(`${found[0]}:00Z`) : NaN;
  return Number.isNaN(at) ? undefined : rfc3339(instantOf(at, zone));
}
