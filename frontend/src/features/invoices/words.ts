// Invoices in words, for who pays them.
import { compare, format, formatMoney, formatPercent, subtract } from "../../exact/decimal";
import { readerLocale } from "../../time/reader";
import { startOf } from "../../time/zone";
import { inZone } from "../subscriptions/words";
import type { Invoice, Line, Preview, State, Step } from "./load";

export const stateWords: Record<State, string> = {
  draft: "draft",
  finalized: "open",
  past_due: "past due",
  paid: "paid",
  uncollectible: "given up",
  void: "void",
  discarded: "made anew",
};

export const stateColors: Record<State, string> = {
  draft: "gray",
  finalized: "blue",
  past_due: "red",
  paid: "green",
  uncollectible: "orange",
  void: "gray",
  discarded: "gray",
};

const kindWords: Record<Invoice["kind"], string> = {
  regular: "Invoice",
  adjustment: "Adjustment",
  credit_note: "Credit note",
  threshold: "Interim invoice",
};

/** A day of the tenant's calendar, which is the same for every reader. */
export function dayWords(day: string, locale = readerLocale()): string {
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", dateStyle: "medium" }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
}

/** "Nov 1, 2026 to Nov 30, 2026", or the one day. */
export function periodWords({ from, to }: Invoice["period"]): string {
  return from === to ? dayWords(from) : `${dayWords(from)} to ${dayWords(to)}`;
}

/** "Invoice INV-000042"; a draft has no number yet. */
export function titleOf({ kind, number, state }: Pick<Invoice, "kind" | "number" | "state">): string {
  if (number !== null) return `${kindWords[kind]} ${number}`;
  return state === "discarded" ? `${kindWords[kind]}, made anew` : `${kindWords[kind]}, draft`;
}

export function previewTitle({ kind, currency }: Pick<Preview["invoices"][number], "kind" | "currency">): string {
  return `${kindWords[kind]} in ${currency}`;
}

const isSome = (amount: string) => compare(amount, "0") !== 0;

/** What is still to be paid of it. */
export function openAmount({ due, paid }: Pick<Invoice, "due" | "paid">): string {
  return subtract(due, paid);
}

/** Whether it asks for money, now. */
export function asksForMoney({ state }: Pick<Invoice, "state">): boolean {
  return state === "finalized" || state === "past_due" || state === "uncollectible";
}

/** From an instant to another on the tenant's wall: days where it is about whole ones. */
export function spanWords(from: string, to: string, zone: string, locale = readerLocale()): string {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const isMidnight = (at: number) => startOf("DAY", at, zone) === at;
  if (!isMidnight(start) || !isMidnight(end) || end <= start)
    return `${inZone(from, zone, locale)} to ${inZone(to, zone, locale)}`;
  const day = new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: "medium" });
  const [first, last] = [day.format(start), day.format(end - 1)];
  return first === last ? first : `${first} to ${last}`;
}

export function lineName({ kind, price, detail }: Line): string {
  if (kind === "commitment") return `Least amount of ${detail.plan_name}`;
  return detail.price_name || price;
}

/** "1,200 × US$0.50, and US$5.00 once" */
function times({ quantity, unit_amount = "0", flat_amount }: Step, currency: string): string {
  const each = `${format(quantity)} × ${formatMoney(unit_amount, currency)}`;
  return flat_amount === undefined ? each : `${each}, and ${formatMoney(flat_amount, currency)} once`;
}

/** One step of the reckoning, without what it comes to. */
export function stepWords(step: Step, currency: string): string {
  const { quantity, unit_amount = "0" } = step;
  switch (step.kind) {
    case "included":
      return `${format(quantity)} included`;
    case "units":
      return times(step, currency);
    case "tier":
      return `Tier ${step.tier ?? 1}: ${times(step, currency)}`;
    case "packages":
      return `Packages: ${times(step, currency)}`;
    case "rate":
      return `${formatPercent(unit_amount)} of ${formatMoney(quantity, currency)}`;
    case "events":
      return `Events: ${times(step, currency)}`;
    case "minimum":
      return "Up to the least amount";
    case "maximum":
      return "Down to the most amount";
  }
}

/** Sentences about a line beside its steps: what a fee is of, and what was billed of it before. */
export function lineNotes({ kind, amount, detail }: Line, currency: string): string[] {
  const { charge, unit_amount, model } = detail;
  const notes: string[] = [];
  if (kind === "fee" && model === "flat" && unit_amount !== undefined)
    notes.push(`The fee of a whole interval is ${formatMoney(unit_amount, currency)}.`);
  if (charge !== undefined && compare(charge, amount) !== 0)
    notes.push(
      `It comes to ${formatMoney(charge, currency)} now; ${formatMoney(subtract(charge, amount), currency)} of it were billed before.`,
    );
  return notes;
}

type Amounts = Pick<Invoice, "net" | "taxes" | "total" | "credits_used" | "due" | "credited" | "currency"> & {
  paid?: string;
};
export type AmountRow = readonly [label: string, amount: string, is: "part" | "sum"];

/** From what the lines sum to down to what is to be paid, row by row. */
export function amountRows(of: Amounts): AmountRow[] {
  const money = (amount: string) => formatMoney(amount, of.currency);
  const negative = (amount: string) => money(subtract("0", amount));
  return [
    ["Without tax", money(of.net), "part"],
    ...of.taxes.lines.map(
      ({ name, jurisdiction, rate, base, amount }) =>
        [`${name} (${jurisdiction}), ${formatPercent(rate)} of ${money(base)}`, money(amount), "part"] as const,
    ),
    ["Total", money(of.total), "sum"],
    ...(isSome(of.credits_used) ? [["Credits", negative(of.credits_used), "part"] as const] : []),
    ["To be paid", money(of.due), "sum"],
    ...(of.paid !== undefined && isSome(of.paid)
      ? [
          ["Paid", negative(of.paid), "part"] as const,
          ["Still open", money(openAmount({ due: of.due, paid: of.paid })), "sum"] as const,
        ]
      : []),
    ...(isSome(of.credited) ? [["Becomes a credit", money(of.credited), "sum"] as const] : []),
  ];
}

/** What there is to say about the taxes. */
export function taxNotes({ inclusive, exemption_reason, exemption_code }: Invoice["taxes"]): string[] {
  const reason = [exemption_reason, exemption_code && `(${exemption_code})`].filter(Boolean).join(" ");
  return [...(inclusive ? ["Prices have the taxes in."] : []), ...(reason ? [`No tax is due: ${reason}.`] : [])];
}

type Address = Invoice["buyer"]["address"];

/** Line by line, without what is not given. */
export function addressLines({ line1, line2, city, region, postal_code, country }: Address): string[] {
  const town = [postal_code, city].filter(Boolean).join(" ");
  return [line1, line2, [town, region].filter(Boolean).join(", "), countryWords(country)].filter(Boolean);
}

export function countryWords(code: string, locale = readerLocale()): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return (
    new Intl.DisplayNames(locale === undefined ? [] : [locale], { type: "region", fallback: "code" }).of(code) ?? code
  );
}

const parked: Record<string, string> = {
  invoice_bounds_exceeded: "An invoice would be larger than its bounds allow.",
  amount_overflow: "An amount is larger than invoices can carry.",
};

/** Why a tenant is not billed, or would not be. */
export function parkedWords({ code, detail }: { code: string; detail: string }): string {
  const why = parked[code] ?? code;
  return detail === "" ? why : `${why} (${detail})`;
}
