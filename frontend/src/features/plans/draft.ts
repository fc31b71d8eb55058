// A version of a plan while it is written: texts as they were typed, and what is sent of them.
import type { Schemas } from "../../api/client";
import { movePoint } from "../../exact/decimal";
import type { Model, Plan, Price, Step, Tier } from "./load";
import type { Interval } from "./words";

export interface TierDraft {
  upTo: string; // of the last one it does not count
  unit: string;
  flat: string;
}

export interface FilterDraft {
  group: string;
  values: string; // one in each line
}

export interface PriceDraft {
  id: number; // tells the prices apart while they are written and moved
  code: string;
  name: string;
  currency: string;
  model: Model;
  timing: NonNullable<Price["timing"]>;
  amount: string;
  unitAmount: string;
  tiers: readonly TierDraft[];
  packageSize: string;
  packageAmount: string;
  percent: string; // "2.9" is the rate 0.029
  eventAmount: string;
  meter: string;
  filters: readonly FilterDraft[];
  included: string;
  minimum: string;
  maximum: string;
  rounding: NonNullable<Price["rounding"]>;
  digits: string;
}

export interface AmountDraft {
  currency: string;
  amount: string;
}

export interface StepDraft {
  day: string;
  act: Step["act"];
}

export interface PlanDraft {
  code: string;
  name: string;
  interval: Interval;
  trialDays: string;
  proration: Plan["proration"];
  lateUsage: Plan["late_usage"];
  billsPausedUsage: boolean;
  isAddOn: boolean;
  prices: readonly PriceDraft[];
  commitments: readonly AmountDraft[];
  usageThresholds: readonly AmountDraft[];
  /** Nothing: the usual schedule. */
  dunning: readonly StepDraft[] | undefined;
}

export const emptyTier: TierDraft = { upTo: "", unit: "", flat: "" };

export function emptyPrice(id: number, currency: string): PriceDraft {
  return {
    id,
    code: "",
    name: "",
    currency,
    model: "flat",
    timing: "in_advance",
    amount: "",
    unitAmount: "",
    tiers: [emptyTier, emptyTier],
    packageSize: "",
    packageAmount: "",
    percent: "",
    eventAmount: "",
    meter: "",
    filters: [],
    included: "",
    minimum: "",
    maximum: "",
    rounding: "half_up",
    digits: "",
  };
}

export const emptyPlan: PlanDraft = {
  code: "",
  name: "",
  interval: 1,
  trialDays: "0",
  proration: "by_second",
  lateUsage: "next_invoice",
  billsPausedUsage: true,
  isAddOn: false,
  prices: [emptyPrice(1, "USD")],
  commitments: [],
  usageThresholds: [],
  dunning: undefined,
};

/** Of lines: true and false are the logical values; what is in quotes is a text, whatever it says. */
export function valuesIn(lines: string): (string | boolean)[] {
  return lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      if (line === "true" || line === "false") return line === "true";
      if (!line.startsWith('"')) return line;
      try {
        const read: unknown = JSON.parse(line);
        return typeof read === "string" ? read : line;
      } catch {
        return line;
      }
    });
}

export function linesOf(values: readonly (string | boolean)[]): string {
  const plain = (text: string) => text === text.trim() && !/^(true|false|".*|)$|[\n\r]/.test(text);
  return values
    .map((value) => (typeof value === "string" && !plain(value) ? JSON.stringify(value) : `${value}`))
    .join("\n");
}

const zeroAsNothing = (text: string | undefined) => (text === "0" ? "" : (text ?? ""));

function priceDraftOf(price: Price, id: number): PriceDraft {
  const before = emptyPrice(id, price.currency);
  return {
    ...before,
    code: price.code,
    name: price.name === price.code ? "" : (price.name ?? ""),
    model: price.model,
    timing: price.timing ?? before.timing,
    amount: price.amount ?? "",
    unitAmount: price.unit_amount ?? "",
    tiers:
      price.tiers?.map(({ up_to: end, unit_amount, flat_amount }) => ({
        upTo: end ?? "",
        unit: zeroAsNothing(unit_amount),
        flat: zeroAsNothing(flat_amount),
      })) ?? before.tiers,
    packageSize: price.package_size ?? "",
    packageAmount: price.package_amount ?? "",
    percent: price.rate === undefined ? "" : movePoint(price.rate, 2),
    eventAmount: zeroAsNothing(price.event_amount),
    meter: price.meter ?? "",
    filters: Object.entries(price.filters ?? {}).map(([group, values]) => ({ group, values: linesOf(values) })),
    included: zeroAsNothing(price.included),
    minimum: price.minimum_amount ?? "",
    maximum: price.maximum_amount ?? "",
    rounding: price.rounding ?? before.rounding,
    digits: price.digits === undefined ? "" : `${price.digits}`,
  };
}

const amountsOf = (of: Record<string, string>): AmountDraft[] =>
  Object.entries(of).map(([currency, amount]) => ({ currency, amount }));

const byCurrency = (amounts: readonly AmountDraft[]) =>
  Object.fromEntries(amounts.map(({ currency, amount }) => [currency, amount.trim()]));

/** What a next version begins with. */
export function draftOf(plan: Plan): PlanDraft {
  return {
    code: plan.code,
    name: plan.name === plan.code ? "" : plan.name,
    interval: plan.interval_months,
    trialDays: `${plan.trial_days}`,
    proration: plan.proration,
    lateUsage: plan.late_usage,
    billsPausedUsage: plan.bills_paused_usage,
    isAddOn: plan.is_add_on,
    prices: plan.prices.map((price, index) => priceDraftOf(price, index + 1)),
    commitments: amountsOf(plan.commitments),
    usageThresholds: amountsOf(plan.usage_thresholds ?? {}),
    dunning: plan.dunning?.steps.map(({ day, act }) => ({ day: `${day}`, act })),
  };
}

const given = <K extends string>(key: K, text: string) =>
  (text.trim() === "" ? {} : { [key]: text.trim() }) as Partial<Record<K, string>>;

function tierBody({ upTo, unit, flat }: TierDraft, isLast: boolean): Tier {
  return { up_to: isLast ? null : upTo.trim(), ...given("unit_amount", unit), ...given("flat_amount", flat) };
}

function modelBody(draft: PriceDraft): Partial<Price> {
  switch (draft.model) {
    case "flat":
      return { amount: draft.amount.trim(), timing: draft.timing };
    case "per_unit":
      return { unit_amount: draft.unitAmount.trim() };
    case "graduated":
    case "volume":
      return { tiers: draft.tiers.map((tier, index) => tierBody(tier, index + 1 === draft.tiers.length)) };
    case "package":
      return { package_size: draft.packageSize.trim(), package_amount: draft.packageAmount.trim() };
    case "percentage":
      return { rate: movePoint(draft.percent.trim(), -2), ...given("event_amount", draft.eventAmount) };
  }
}

export function priceBody(draft: PriceDraft): Price {
  const filters = Object.fromEntries(draft.filters.map(({ group, values }) => [group, valuesIn(values)]));
  return {
    code: draft.code.trim(),
    currency: draft.currency,
    model: draft.model,
    ...given("name", draft.name),
    ...modelBody(draft),
    ...(draft.model !== "flat" && {
      meter: draft.meter,
      ...(draft.filters.length > 0 && { filters }),
      ...given("included", draft.included),
      ...given("minimum_amount", draft.minimum),
      ...given("maximum_amount", draft.maximum),
    }),
    rounding: draft.rounding,
    ...(draft.digits.trim() !== "" && { digits: parseInt(draft.digits, 10) }),
  };
}

/** Of a draft that nothing is wrong with. */
export function toSend(draft: PlanDraft): Schemas["plan_version_create"] {
  return {
    ...given("name", draft.name),
    interval_months: draft.interval,
    trial_days: parseInt(draft.trialDays, 10),
    proration: draft.proration,
    late_usage: draft.lateUsage,
    bills_paused_usage: draft.billsPausedUsage,
    is_add_on: draft.isAddOn,
    prices: draft.prices.map(priceBody),
    commitments: byCurrency(draft.commitments),
    ...(draft.usageThresholds.length > 0 && { usage_thresholds: byCurrency(draft.usageThresholds) }),
    ...(draft.dunning && {
      dunning: { steps: draft.dunning.map(({ day, act }) => ({ day: parseInt(day, 10), act })) },
    }),
  };
}
