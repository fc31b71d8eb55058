// What would be billed with a change and without it, before it is asked for.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { compare, formatMoney } from "../../exact/decimal";
import type { AmountRow } from "../invoices/words";
import type { NewChange, NewSubscription } from "./load";

export type Preview = Schemas["subscription_preview"];
type Side = Preview["with"];
export type PreviewLine = Side["invoices"][number]["lines"][number];

// It is asked for what is chosen now, and nothing of it is kept: usage goes on.
const fresh = { staleTime: 60_000, gcTime: 0 };

export function previewOfStart(tenant: string, wanted: NewSubscription) {
  return queryOptions({
    queryKey: ["preview of a start", tenant, wanted],
    ...fresh,
    queryFn: ({ signal }) => {
      const params = { path: { tenant } };
      return body(api.POST("/api/v1/tenants/{tenant}/subscriptions/preview", { params, body: wanted, signal }));
    },
  });
}

export function previewOfChange(subscription: string, wanted: NewChange) {
  return queryOptions({
    queryKey: ["preview of a change", subscription, wanted],
    ...fresh,
    queryFn: ({ signal }) => {
      const params = { path: { subscription } };
      return body(api.POST("/api/v1/subscriptions/{subscription}/changes/preview", { params, body: wanted, signal }));
    },
  });
}

/** A line that comes to something else, or is on one side alone. */
export interface Differing {
  key: string;
  currency: string;
  line: PreviewLine;
  without: string | undefined;
  with: string | undefined;
}

interface Placed {
  currency: string;
  line: PreviewLine;
}

/** By what a charge is known by, whichever of both it is looked at in: where it ends may differ. */
function placed({ invoices }: Side): Map<string, Placed> {
  const found = new Map<string, Placed>();
  for (const { currency, lines } of invoices) {
    for (const line of lines) {
      const { subscription_id, kind, plan, price, period, from, corrects } = line;
      const key = JSON.stringify([
        currency,
        subscription_id,
        kind,
        plan.code,
        plan.version,
        price,
        period,
        from,
        corrects,
      ]);
      found.set(key, { currency, line });
    }
  }
  return found;
}

/** What a change does to the lines; `same`: how many it leaves as they are. */
export function differing({ without, with: supposed }: Preview): { lines: Differing[]; same: number } {
  const [before, after] = [placed(without), placed(supposed)];
  const lines = [...new Map([...before, ...after])].map(([key, { currency, line }]) => ({
    key,
    currency,
    line,
    without: before.get(key)?.line.net,
    with: after.get(key)?.line.net,
  }));
  const changed = lines.filter(
    (one) => one.without === undefined || one.with === undefined || compare(one.without, one.with) !== 0,
  );
  return { lines: changed, same: lines.length - changed.length };
}

/** "from $49.00 to $20.00" */
export function differenceWords(of: Differing): string {
  const money = (amount: string | undefined) => (amount === undefined ? "nothing" : formatMoney(amount, of.currency));
  return `from ${money(of.without)} to ${money(of.with)}`;
}

/** "+$27.00": which way it goes is seen without reading the other two. */
export function signed(amount: string, currency: string): string {
  const money = formatMoney(amount, currency);
  return compare(amount, "0") > 0 ? `+${money}` : money;
}

export function comparedRows(amounts: NonNullable<Preview["amounts"]>): AmountRow[] {
  const of = (currency: string) => (amounts.length > 1 ? ` (${currency})` : "");
  return amounts.flatMap(({ currency, without, with: supposed, difference }): AmountRow[] => [
    [`Without the change${of(currency)}`, formatMoney(without, currency), "part"],
    [`With it${of(currency)}`, formatMoney(supposed, currency), "part"],
    [`Difference${of(currency)}`, signed(difference, currency), "sum"],
  ]);
}

export function hasTaxes({ without, with: supposed }: Preview): boolean {
  return [...without.invoices, ...supposed.invoices].some(
    ({ taxes }) => !taxes.inclusive && taxes.lines.some(({ amount }) => compare(amount, "0") !== 0),
  );
}
