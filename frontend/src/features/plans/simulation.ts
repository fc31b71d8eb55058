// What tenants would have been charged under another plan, for usage as it was counted.
import { api, body, type Schemas } from "../../api/client";
import { formatMoney } from "../../exact/decimal";
import { readerLocale } from "../../time/reader";
import { signed } from "../subscriptions/preview";

export type Simulated = Schemas["price_simulation"];
export type Asked = Schemas["price_simulation_request"];
type Amounts = Simulated["totals"][number];

/** The plan that is tried: one of the catalogue, or one that is being written. */
export type Tried = Required<Pick<Asked, "plan" | "plan_version">> | { draft: NonNullable<Asked["draft"]> };

export interface Question {
  ofPlan: string; // nothing: every plan
  tenants: string; // one in each line
  month: string;
  months: string;
}

export function simulate(asked: Asked): Promise<Simulated> {
  return body(api.POST("/api/v1/price-simulations", { body: asked }));
}

/** "2026-10" in November: the last one that is over. */
export function monthBefore(today = Date.now()): string {
  const now = new Date(today);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

export function tenantsIn(lines: string): string[] {
  return [
    ...new Set(
      lines
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== ""),
    ),
  ];
}

export function toAsk(tried: Tried, { ofPlan, tenants, month, months }: Question): Asked {
  const named = tenantsIn(tenants);
  return {
    ...tried,
    ...(ofPlan !== "" && { of_plan: ofPlan }),
    ...(named.length > 0 && { tenants: named }),
    month,
    months: parseInt(months, 10),
  };
}

export const tenants_most = 100;

export function wrongWith({ ofPlan, tenants, month }: Question): Partial<Record<"tenants" | "month", string>> {
  const count = tenantsIn(tenants).length;
  return {
    ...(!/^20[0-9]{2}-(0[1-9]|1[0-2])$/.test(month) && { month: "A month like 2026-10." }),
    ...(count === 0 && ofPlan === "" && { tenants: "Name tenants, or the plan that theirs is." }),
    ...(count > tenants_most && { tenants: `At most ${tenants_most} at once.` }),
  };
}

/** "October 2026", or the months from it to another one. */
export function monthWords(month: string, months: number, locale = readerLocale()): string {
  const form = new Intl.DateTimeFormat(locale, { timeZone: "UTC", year: "numeric", month: "long" });
  const begin = new Date(`${month}-01T00:00:00Z`);
  const last = Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + months - 1, 1);
  return months === 1 ? form.format(begin) : `${form.format(begin)} to ${form.format(last)}`;
}

/** Those that are in the totals. */
export function countedIn({ tenants }: Simulated): number {
  return tenants.filter(({ refused }) => refused === null).length;
}

const tenantWords = (count: number) => (count === 1 ? "1 tenant" : `${count} tenants`);

/** "Over October 2026 it would have charged $64.00 instead of $54.00 for 3 tenants: +$10.00." */
export function totalWords(of: Simulated, { currency, current, simulated, difference }: Amounts): string {
  const money = (amount: string) => formatMoney(amount, currency);
  const when = monthWords(of.month, of.months);
  return `Over ${when} it would have charged ${money(simulated)} instead of ${money(current)} for ${tenantWords(countedIn(of))}: ${signed(difference, currency)}.`;
}

const refusals: Record<string, string> = {
  plan_currency_missing: "The plan has no price in the currency of its subscription.",
  subscription_overlaps: "Another subscription of it measures the same meter.",
};

/** What there is to say of one tenant beside its amounts. */
export function noteOf({ is_concerned, refused }: Simulated["tenants"][number]): string {
  if (refused) return `Cannot have it: ${refusals[refused.code] ?? refused.code} ${refused.detail}`.trim();
  return is_concerned ? "" : "Had no plan that it takes the place of.";
}
