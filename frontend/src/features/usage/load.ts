// Asks the API for everything that one view of usage shows.
import { aboutTenant, api, body, type Schemas } from "../../api/client";
import { rfc3339, type Unit } from "../../time/zone";
import type { Tenant } from "../../shell/tenant";
import { type Aggregation, combine, filterValue, fold, groupOf, isAdditive, type Row, type Series } from "./fold";
import { type Question, type Range, rangeBefore, rangeOf } from "./question";
import { coarser, windowFor, windowStarts } from "./windows";

export type Meter = Schemas["meter"];
type Answer = Schemas["query_answer"];

export interface UsageView {
  meter: Meter;
  range: Range;
  zone: string;
  only: Question["only"];
  window: Unit;
  coarsened: boolean; // by more groups than can be shown in the window that was asked for
  starts: number[];
  series: Series[];
  leftOut: number;
  total: string | undefined;
  before?: { range: Range; total: string | undefined; values: (string | undefined)[] };
  dataThrough: string | undefined;
  events: number;
}

const rows_most = 50_000;

interface Ask {
  tenant: Tenant;
  meter: Meter;
  zone: string;
  only: Question["only"];
  signal: AbortSignal;
}

/** The API's names for filters; openapi.json can describe them as a pattern only. */
function filters({ only }: Ask): object {
  return Object.fromEntries(
    Object.entries(only).map(([name, values]) => [name === "subject" ? name : `filter[${name}]`, values]),
  );
}

async function ask(of: Ask, range: Range, window: Unit | "NONE", group?: string): Promise<Answer> {
  const { query, headers } = aboutTenant(of.tenant.id);
  const answer = await body(
    api.GET("/api/v1/meters/{meter}/query", {
      params: {
        path: { meter: of.meter.slug },
        query: {
          ...query,
          ...filters(of),
          from: rfc3339(range.from),
          to: rfc3339(range.to),
          window,
          zone: of.zone,
          ...(group !== undefined && { group_by: [group] }),
        },
      },
      headers: { ...headers, Accept: "application/json" },
      signal: of.signal,
    }),
  );
  return answer as Answer; // by Accept it is no CSV
}

interface Part {
  answer: Answer;
  window: Unit;
  starts: number[];
  series: Series[];
  leftOut: number;
}

function grid(of: Ask, range: Range, window: Unit): number[] {
  return windowStarts(range, window, of.zone, of.tenant.minute_offset);
}

/** One series: nothing is grouped. */
async function single(of: Ask, range: Range, window: Unit): Promise<Part> {
  const aggregation: Aggregation = of.meter.aggregation;
  const [answer, whole] = await Promise.all([
    ask(of, range, window),
    combine(aggregation, ["0"]) === undefined ? ask(of, range, "NONE") : undefined,
  ]);
  const starts = grid(of, range, window);
  const folded = fold({
    rows: answer.data,
    starts,
    aggregation,
    group: undefined,
    totals: whole?.data ?? [],
    label: of.meter.name || of.meter.slug,
  });
  return { answer, window, starts, ...folded };
}

/** A window is made longer until all groups of all windows can be asked for at once. */
async function grouped(of: Ask, range: Range, wanted: Unit, group: string): Promise<Part> {
  const totals = (await ask(of, range, "NONE", group)).data;
  let window = wanted;
  let next = coarser(window);
  while (next !== undefined && grid(of, range, window).length * totals.length > rows_most) {
    window = next;
    next = coarser(window);
  }
  const answer = await ask(of, range, window, group);
  const starts = grid(of, range, window);
  const { aggregation } = of.meter;
  const folded = fold({ rows: answer.data, starts, aggregation, group, totals, label: "" });
  return { answer, window, starts, ...folded };
}

function sumOfEvents(rows: readonly Row[]): number {
  return rows.reduce((total, row) => total + row.events, 0);
}

export async function loadUsage(
  question: Question,
  tenant: Tenant,
  meter: Meter,
  signal: AbortSignal,
): Promise<UsageView> {
  const range = rangeOf(question, Date.now(), tenant);
  const of: Ask = { tenant, meter, zone: question.zone, only: question.only, signal };
  const wanted = windowFor(range, question.window);
  const { group } = question;
  const main = group === undefined ? await single(of, range, wanted) : await grouped(of, range, wanted, group);
  const { window } = main;
  const earlier = rangeBefore(question, range);
  const [before, whole] = await Promise.all([
    question.compare ? single(of, earlier, window) : undefined,
    group !== undefined && !isAdditive(meter.aggregation) ? ask(of, range, "NONE") : undefined,
  ]);
  const inParts = main.series.flatMap(({ total }) => (total === undefined ? [] : [total]));
  const total = whole ? whole.data[0]?.value : group === undefined ? main.series[0]?.total : combine("SUM", inParts);
  return {
    meter,
    range,
    zone: question.zone,
    only: question.only,
    window,
    coarsened: window !== wanted,
    starts: main.starts,
    series: main.series,
    leftOut: main.leftOut,
    total,
    ...(before && {
      before: { range: earlier, total: before.series[0]?.total, values: before.series[0]?.values ?? [] },
    }),
    dataThrough: main.answer.data_through ?? undefined,
    events: sumOfEvents(main.answer.data),
  };
}

const values_most = 100;

/** The values that a dimension had in the range, the greatest first, as filters write them. */
export async function loadValues(
  question: Question,
  tenant: Tenant,
  meter: Meter,
  dimension: string,
  signal: AbortSignal,
): Promise<string[]> {
  const range = rangeOf(question, Date.now(), tenant);
  const { data } = await ask({ tenant, meter, zone: question.zone, only: {}, signal }, range, "NONE", dimension);
  const sorted = [...data].sort((a, b) => b.events - a.events).slice(0, values_most);
  return sorted.map((row) => filterValue(groupOf(row, dimension), dimension));
}
