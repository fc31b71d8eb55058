// A budget in words, and how far its bar goes.
import { format, formatMoney } from "../../exact/decimal";
import type { Budget, Crossing } from "./load";

/** With what it is an amount of. */
export function amountWords(amount: string, { currency }: Pick<Budget, "currency">): string {
  return currency === null ? format(amount) : formatMoney(amount, currency);
}

export function subjectWords({ measures, meter, currency }: Budget): string {
  return measures === "usage" ? `Usage of ${meter ?? ""}` : `Spend in ${currency ?? ""}, tax included`;
}

export const percentWords = (percent: number) => `${format(`${percent}`)}%`;

/** Percent at the end of the bar: beyond the highest threshold, and beyond the amount. */
export function scaleOf({ thresholds }: Pick<Budget, "thresholds">): number {
  return Math.max(100, ...thresholds);
}

export type Level = "calm" | "warned" | "over";

export function levelOf({ thresholds, state }: Budget): Level {
  if (state === null) return "calm";
  if (state.percent >= 100) return "over";
  return thresholds.some((one) => one <= state.percent) ? "warned" : "calm";
}

/** When a threshold was crossed in this month, if it counts as that. */
export function standing({ state }: Budget, threshold: number): Crossing | undefined {
  return state?.crossings.find((one) => one.threshold === threshold && one.rearmed_at === null);
}

export function timesWords({ occurrence }: Crossing): string {
  return occurrence === 1 ? "" : `, time ${occurrence} in the month`;
}
