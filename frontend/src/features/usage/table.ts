// The numbers of a view as rows of text: the table on the screen and the CSV are both written from this, so they are equal.
import { rfc3339 } from "../../time/zone";
import type { UsageView } from "./load";

export interface Table {
  columns: string[]; // of numbers
  rows: { from: number; to: number; values: (string | undefined)[] }[];
}

export const beforeColumn = "Period before";

export function tableOf(view: UsageView): Table {
  const { starts, series, before, range } = view;
  return {
    columns: [...series.map(({ label }) => label), ...(before ? [beforeColumn] : [])],
    rows: starts.map((from, index) => ({
      from,
      to: starts[index + 1] ?? range.to,
      values: [...series.map(({ values }) => values[index]), ...(before ? [before.values[index]] : [])],
    })),
  };
}

/** RFC 4180. What a spreadsheet would take for a formula is made a text, as the API's own CSV does. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf({ columns, rows }: Table): string {
  const lines = [
    ["from", "to", ...columns.map(field)],
    // Numbers are written as they are: a sign is no formula.
    ...rows.map(({ from, to, values }) => [rfc3339(from), rfc3339(to), ...values.map((value) => value ?? "")]),
  ];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

export function csvName({ meter, range }: UsageView): string {
  const day = (at: number) => rfc3339(at).slice(0, 13).replace("T", "-");
  return `${meter.slug}_${day(range.from)}_${day(range.to)}.csv`;
}
