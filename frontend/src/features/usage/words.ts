// What is said about a view, in one sentence, for those who do not see the chart and those who do not read it.
import { changeInPercent, compare, format } from "../../exact/decimal";
import { readerLocale } from "../../time/reader";
import type { Unit } from "../../time/zone";
import { filterLabel } from "./fold";
import type { UsageView } from "./load";

export const windowWords: Record<Unit, string> = { HOUR: "hour", DAY: "day", MONTH: "month" };

export function instantText(instant: number, zone: string, locale = readerLocale()): string {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: "medium", timeStyle: "short" }).format(instant);
}

const formats: Record<Unit, Intl.DateTimeFormatOptions> = {
  HOUR: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  DAY: { month: "short", day: "numeric" },
  MONTH: { month: "short", year: "numeric" },
};

export function windowText(start: number, window: Unit, zone: string, locale = readerLocale()): string {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...formats[window] }).format(start);
}

export function quantity(text: string | undefined, unit: string | undefined): string {
  if (text === undefined) return "no value";
  return unit ? `${format(text)} ${unit}` : format(text);
}

export function changeText(now: string | undefined, before: string | undefined): string | undefined {
  if (now === undefined || before === undefined) return undefined;
  const percent = changeInPercent(now, before);
  if (percent === undefined) return undefined;
  const order = compare(percent, "0");
  if (order === 0) return "as much as in the period before";
  return `${format(percent.replace("-", ""))} % ${order > 0 ? "more" : "less"} than in the period before`;
}

/** "only subject team-1, team-2; model large" */
export function onlyText(only: UsageView["only"]): string | undefined {
  const parts = Object.entries(only).map(
    ([name, values]) => `${name} ${values.map((value) => filterLabel(value, name)).join(" or ")}`,
  );
  return parts.length === 0 ? undefined : `only ${parts.join(", ")}`;
}

/** The greatest window of the first series, or of all of them when they add up. */
function peak(view: UsageView): { start: number; value: string } | undefined {
  const values = view.series.length === 1 ? view.series[0]?.values : undefined;
  let best: { start: number; value: string } | undefined;
  values?.forEach((value, index) => {
    const start = view.starts[index];
    if (value === undefined || start === undefined) return;
    if (compare(value, best?.value ?? "0") > 0) best = { start, value };
  });
  return best;
}

export function summary(view: UsageView): string {
  const { range, zone, meter, total, series, window } = view;
  const span = `${instantText(range.from, zone)} to ${instantText(range.to, zone)} (${zone})`;
  const only = onlyText(view.only);
  const parts = [
    `${meter.name || meter.slug}${only === undefined ? "" : ` (${only})`}, ${span}: ${quantity(total, meter.unit)}`,
  ];
  const change = view.before && changeText(total, view.before.total);
  if (change !== undefined) parts.push(change);
  const highest = peak(view);
  if (highest) {
    const when = windowText(highest.start, window, zone);
    parts.push(`highest in the ${windowWords[window]} of ${when} with ${quantity(highest.value, meter.unit)}`);
  } else {
    const first = series[0];
    if (first && series.length > 1) parts.push(`most in ${first.label} with ${quantity(first.total, meter.unit)}`);
  }
  return `${parts.join("; ")}.`;
}
