// From rows of the API to what is drawn: one value for each window and series, the small groups put together.
import type { Schemas } from "../../api/client";
import { compare, sum } from "../../exact/decimal";

export type Row = Schemas["query_answer"]["data"][number];
export type Aggregation = Schemas["query_answer"]["aggregation"];

export interface Series {
  key: string;
  label: string;
  /** As long as the windows; nothing: there is no value, which only a sum can call 0. */
  values: (string | undefined)[];
  total: string | undefined;
}

export const series_most = 7;
export const otherKey = "other";

/** Whether values of windows and groups may be put together without the events behind them. */
export function isAdditive(aggregation: Aggregation): boolean {
  return aggregation === "COUNT" || aggregation === "SUM";
}

export function combine(aggregation: Aggregation, values: readonly string[]): string | undefined {
  if (isAdditive(aggregation)) return sum(values);
  if (aggregation !== "MIN" && aggregation !== "MAX") return undefined;
  const sign = aggregation === "MAX" ? 1 : -1;
  return values.reduce<string | undefined>(
    (best, value) => (best === undefined || compare(value, best) * sign > 0 ? value : best),
    undefined,
  );
}

/** Which group a row is of. String, number, boolean, null and missing are all different. */
export function groupOf(row: Row, group: string): string {
  if (group === "subject") return JSON.stringify(row.subject ?? "");
  const value = row.group_by?.[group];
  return value === undefined ? "missing" : JSON.stringify(value);
}

// A text that looks like another kind of value keeps its quotes.
const unclear = /^(-?[0-9].*|true|false|null|Other|\(.*\)|".*)$/;

/** A group as the API's filters write it. */
export function filterValue(key: string, group: string): string {
  if (key === "missing") return "";
  const value: unknown = JSON.parse(key);
  if (group === "subject") return String(value);
  return typeof value === "string" && value !== "" && !unclear.test(value) ? value : key;
}

/** What a filter of the URL means, as groups are labeled. */
export function filterLabel(value: string, group: string): string {
  if (value === "") return group === "subject" ? "(empty)" : "(none)";
  return value === '""' ? "(empty)" : value;
}

export function groupLabel(key: string): string {
  if (key === "missing") return "(none)";
  const value: unknown = JSON.parse(key);
  if (value === "") return "(empty)";
  return typeof value === "string" && !unclear.test(value) ? value : key;
}

/** The greatest groups, in order. `totals` has one row for each group. */
export function topGroups(totals: readonly Row[], group: string): string[] {
  const sorted = [...totals].sort((a, b) => compare(b.value, a.value));
  return sorted.slice(0, series_most).map((row) => groupOf(row, group));
}

interface Folding {
  rows: readonly Row[];
  starts: readonly number[];
  aggregation: Aggregation;
  group: string | undefined;
  /** Of grouped rows: one for each group, over all windows. */
  totals: readonly Row[];
  label: string; // of the one series when nothing is grouped
}

function valuesOf(rows: readonly Row[], { starts, aggregation }: Folding): (string | undefined)[] {
  const byStart = new Map<number, string[]>();
  for (const row of rows) {
    const at = Date.parse(row.from);
    const there = byStart.get(at);
    if (there) there.push(row.value);
    else byStart.set(at, [row.value]);
  }
  return starts.map((start) => {
    const values = byStart.get(start);
    if (values?.length === 1) return values[0];
    return values || isAdditive(aggregation) ? combine(aggregation, values ?? []) : undefined;
  });
}

function seriesOf(key: string, label: string, rows: readonly Row[], folding: Folding, total?: string): Series {
  const values = valuesOf(rows, folding);
  const there = values.filter((value) => value !== undefined);
  return { key, label, values, total: combine(folding.aggregation, there) ?? total };
}

/** Top 7 and Other. Where groups cannot be put together exactly, the rest is left out and counted. */
export function fold(folding: Folding): { series: Series[]; leftOut: number } {
  const { rows, group, totals, aggregation, label } = folding;
  if (group === undefined) return { series: [seriesOf("all", label, rows, folding, totals[0]?.value)], leftOut: 0 };
  const top = topGroups(totals, group);
  const series = top.map((key) => {
    const total = totals.find((row) => groupOf(row, group) === key)?.value;
    return seriesOf(
      key,
      groupLabel(key),
      rows.filter((row) => groupOf(row, group) === key),
      folding,
      total,
    );
  });
  const known = new Set(top);
  const rest = rows.filter((row) => !known.has(groupOf(row, group)));
  const count = new Set(rest.map((row) => groupOf(row, group))).size;
  if (count === 0) return { series, leftOut: 0 };
  if (combine(aggregation, ["0"]) === undefined) return { series, leftOut: count };
  series.push(seriesOf(otherKey, count === 1 ? "Other (1 group)" : `Other (${count} groups)`, rest, folding));
  return { series, leftOut: 0 };
}
