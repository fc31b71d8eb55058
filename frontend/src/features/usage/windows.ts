// Which windows a chart shows: never more than it can.
import { move, startOf, type Unit } from "../../time/zone";
import type { Range } from "./question";

export const points_most = 800;
const day = 86_400_000;

/** What the API's AUTO would be: hours up to 31 days, days up to 13 months, months beyond. */
export function usualWindow({ from, to }: Range): Unit {
  const days = (to - from) / day;
  if (days <= 31.05) return "HOUR"; // 31 days with the hour that a change of clocks adds
  return days <= 13 * 31 ? "DAY" : "MONTH";
}

/** Starts of the windows; the first and the last one may be cut by the range. */
export function windowStarts({ from, to }: Range, unit: Unit, zone: string, minuteOffset: number): number[] {
  const starts: number[] = [];
  for (let at = startOf(unit, from, zone, minuteOffset); at < to; at = move(unit, at, 1, zone)) {
    starts.push(Math.max(at, from));
  }
  return starts;
}

function roughCount({ from, to }: Range, unit: Unit): number {
  return (to - from) / (unit === "HOUR" ? day / 24 : unit === "DAY" ? day : 28 * day);
}

/** The windows that can be chosen for this range. */
export function possibleWindows(range: Range): Unit[] {
  const fitting = (["HOUR", "DAY", "MONTH"] as const).filter((unit) => roughCount(range, unit) <= points_most);
  return fitting.length > 0 ? fitting : ["MONTH"];
}

export function windowFor(range: Range, wanted: Unit | undefined): Unit {
  const possible = possibleWindows(range);
  return wanted !== undefined && possible.includes(wanted) ? wanted : usualWindow(range);
}

export function coarser(unit: Unit): Unit | undefined {
  return unit === "HOUR" ? "DAY" : unit === "DAY" ? "MONTH" : undefined;
}
