// What is asked, as the URL says it, and the stretch of time that this means now.
import { isZone, move, rfc3339, startOf, type Unit } from "../../time/zone";

export const presets = ["this_month", "last_month", "24h", "7d", "30d", "custom"] as const;
export type Preset = (typeof presets)[number];

export const presetNames: Record<Preset, string> = {
  this_month: "This month",
  last_month: "Last month",
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
  custom: "Custom",
};

export interface Question {
  meter?: string;
  preset: Preset;
  from?: string; // RFC 3339, of a custom range
  to?: string;
  window?: Unit; // nothing: chosen by the length of the range
  group?: string;
  compare: boolean;
  zone: string;
  /** Only events with any of these values, as the API's filters write them; several dimensions: all of them. */
  only: Record<string, string[]>;
}

/** Milliseconds since 1970, half open. */
export interface Range {
  from: number;
  to: number;
}

const units: readonly Unit[] = ["HOUR", "DAY", "MONTH"];
const hour = 3_600_000;

function instant(text: string | null): string | undefined {
  const at = text === null ? NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : rfc3339(at);
}

const only_prefix = "only.";

function onlyIn(search: URLSearchParams): Record<string, string[]> {
  const names = new Set([...search.keys()].filter((name) => name.startsWith(only_prefix)));
  return Object.fromEntries([...names].sort().map((name) => [name.slice(only_prefix.length), search.getAll(name)]));
}

/** With one value more, or without one that is there. */
export function toggled(search: URLSearchParams, dimension: string, value: string): URLSearchParams {
  const name = only_prefix + dimension;
  const next = new URLSearchParams(search);
  if (search.has(name, value)) next.delete(name, value);
  else next.append(name, value);
  return next;
}

/** Of a meter or tenant: others do not have the same dimensions and values. */
export function withoutOnly(search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of search.keys()) if (name.startsWith(only_prefix)) next.delete(name);
  return next;
}

/** From the URL; whatever makes no sense there is as if it were not there. */
export function readQuestion(search: URLSearchParams, tenantZone: string): Question {
  const preset = presets.find((name) => name === search.get("range")) ?? "this_month";
  const from = instant(search.get("from"));
  const to = instant(search.get("to"));
  const whole = preset !== "custom" || (from !== undefined && to !== undefined && from < to);
  const zone = search.get("zone");
  const window = units.find((unit) => unit === search.get("window"));
  const meter = search.get("meter");
  const group = search.get("group");
  return {
    preset: whole ? preset : "this_month",
    ...(preset === "custom" && whole && from !== undefined && to !== undefined && { from, to }),
    ...(meter !== null && { meter }),
    ...(group !== null && { group }),
    ...(window && { window }),
    compare: search.get("compare") === "1",
    zone: zone !== null && isZone(zone) ? zone : tenantZone,
    only: onlyIn(search),
  };
}

/** Sets and (with undefined) takes members of the URL. */
export function changed(search: URLSearchParams, change: Record<string, string | undefined>): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** Bounds are hours of the tenant's clock: others cannot be answered exactly. */
export function rangeOf(question: Question, now: number, tenant: { minute_offset: number }): Range {
  const { zone } = question;
  const end = startOf("HOUR", now, zone, tenant.minute_offset) + hour;
  const month = startOf("MONTH", now, zone);
  const last = (hours: number) => ({ from: end - hours * hour, to: end });
  switch (question.preset) {
    case "this_month":
      return { from: month, to: end };
    case "last_month":
      return { from: move("MONTH", month, -1, zone), to: month };
    case "24h":
      return last(24);
    case "7d":
      return last(7 * 24);
    case "30d":
      return last(30 * 24);
    case "custom": {
      const aligned = (text = "") => startOf("HOUR", Date.parse(text), zone, tenant.minute_offset);
      const from = aligned(question.from);
      return { from, to: Math.max(aligned(question.to), from + hour) };
    }
  }
}

/** As long as the range, right before it; of months the same part of the month before. */
export function rangeBefore(question: Question, range: Range): Range {
  if (question.preset === "this_month" || question.preset === "last_month") {
    const from = move("MONTH", range.from, -1, question.zone);
    const whole = question.preset === "last_month";
    return { from, to: whole ? range.from : Math.min(from + (range.to - range.from), range.from) };
  }
  return { from: range.from - (range.to - range.from), to: range.from };
}
