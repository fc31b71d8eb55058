// What a plan costs, in the words of somebody who pays for it.
import { compare, format, formatMoney, formatPercent } from "../../exact/decimal";
import type { Meter, Model, Plan, Price, Step, Tier } from "./load";

export const modelWords: Record<Model, string> = {
  flat: "A fee for each interval",
  per_unit: "Each unit costs the same",
  graduated: "Each unit costs what its own tier says",
  volume: "All units cost what the tier of their total says",
  package: "Each package that is begun",
  percentage: "A share of a sum of money",
};

export const intervals = [1, 3, 6, 12] as const;
export type Interval = (typeof intervals)[number];

const every: Record<Interval, string> = { 1: "a month", 3: "every 3 months", 6: "every 6 months", 12: "a year" };
export const intervalWords: Record<Interval, string> = {
  1: "each month",
  3: "every 3 months",
  6: "every 6 months",
  12: "each year",
};

export const prorationWords: Record<Plan["proration"], string> = {
  by_second: "by the second: only the time that it was owed for",
  by_day: "by the day: only the days that it was owed for",
  none: "not at all: all of it once in each interval, and nothing comes back",
};

export const lateWords: Record<Plan["late_usage"], string> = {
  next_invoice: "on the next invoice",
  adjustment: "on an adjustment that names the line it belongs to",
  drop: "nowhere: it is not charged",
};

export const actWords: Record<Step["act"], string> = {
  charge: "charge the saved method",
  remind: "remind by mail",
  pause: "pause the subscription",
  cancel: "cancel the subscription",
  give_up: "give the money up",
};

/** "day 1: remind by mail; day 14: pause the subscription" */
export function dunningWords(plan: Pick<Plan, "dunning">): string {
  if (!plan.dunning) return "four reminders and three charges within a month";
  const steps = plan.dunning.steps.map(({ day, act }) => `day ${day}: ${actWords[act]}`);
  return steps.length === 0 ? "nothing is done" : steps.join("; ");
}

export const roundingWords: Record<NonNullable<Price["rounding"]>, string> = {
  half_up: "to the nearest, halves up",
  half_even: "to the nearest, halves to even",
  up: "up",
  down: "down",
};

/** As people call it, with what it counts in. */
export function meterWords(slug: string, meters: readonly Meter[]): string {
  const meter = meters.find((one) => one.slug === slug);
  if (!meter) return slug;
  return meter.unit ? `${meter.name || slug} (${meter.unit})` : meter.name || slug;
}

const isSome = (text: string | undefined) => text !== undefined && compare(text, "0") !== 0;

/** Prices have more digits than quantities: zero is what has no other digit. */
const isFree = (text: string | undefined) => text === undefined || !/[1-9]/.test(text);

function tierWords(
  { up_to: end, unit_amount, flat_amount }: Tier,
  begin: string | undefined,
  currency: string,
): string {
  const each = isFree(unit_amount) ? "nothing for each" : `${formatMoney(unit_amount ?? "0", currency)} each`;
  const once = isFree(flat_amount) ? "" : `, and ${formatMoney(flat_amount ?? "0", currency)} once`;
  if (end === null || end === undefined)
    return begin === undefined ? each + once : `beyond ${format(begin)}: ${each}${once}`;
  return begin === undefined
    ? `up to ${format(end)}: ${each}${once}`
    : `beyond ${format(begin)} up to ${format(end)}: ${each}${once}`;
}

/** Line by line; more than one when there are tiers. */
export function priceLines(price: Price, interval: Plan["interval_months"]): string[] {
  const { currency } = price;
  const money = (amount: string | undefined) => formatMoney(amount ?? "0", currency);
  switch (price.model) {
    case "flat":
      return [
        `${money(price.amount)} ${every[interval]}, ${price.timing === "in_arrears" ? "afterwards" : "in advance"}`,
      ];
    case "per_unit":
      return [`${money(price.unit_amount)} each`];
    case "graduated":
    case "volume": {
      const tiers = price.tiers ?? [];
      const lines = tiers.map((tier, index) => tierWords(tier, tiers[index - 1]?.up_to ?? undefined, currency));
      return price.model === "volume" && tiers.length > 1
        ? ["all units, by how many there are in a month:", ...lines]
        : lines;
    }
    case "package":
      return [`${money(price.package_amount)} for each ${format(price.package_size ?? "0")} that are begun`];
    case "percentage": {
      const share = `${formatPercent(price.rate ?? "0")} of the sum`;
      return [isFree(price.event_amount) ? share : `${share}, and ${money(price.event_amount)} for each event`];
    }
  }
}

/** What is included, and what it costs at least and at most; of each month. */
export function limitLines({ included, minimum_amount, maximum_amount, currency }: Price): string[] {
  return [
    ...(isSome(included) ? [`the first ${format(included ?? "0")} of each month cost nothing`] : []),
    ...(minimum_amount === undefined ? [] : [`at least ${formatMoney(minimum_amount, currency)} a month`]),
    ...(maximum_amount === undefined ? [] : [`at most ${formatMoney(maximum_amount, currency)} a month`]),
  ];
}

/** "only region eu or us; cached false" */
export function filterLine({ filters }: Price): string | undefined {
  const parts = Object.entries(filters ?? {}).map(([group, values]) => `${group} ${values.map(String).join(" or ")}`);
  return parts.length === 0 ? undefined : `only ${parts.join("; ")}`;
}

export function currenciesOf(plan: Pick<Plan, "prices">): string[] {
  return [...new Set(plan.prices.map(({ currency }) => currency))];
}

export function daysWords(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
