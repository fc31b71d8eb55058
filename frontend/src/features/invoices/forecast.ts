// A month that goes on as it began, in words that promise no more than that.
import { compare, formatMoney, formatPercent } from "../../exact/decimal";
import type { Forecast } from "./load";

export type ForecastOf = Forecast["currencies"][number];
export type Past = ForecastOf["past"][number];

/** "+5%": what came was more than was forecast. */
export function offWords(off: string | null): string {
  if (off === null) return "nothing was forecast";
  const words = formatPercent(off);
  return compare(off, "0") > 0 ? `+${words}` : words;
}

const monthsWords = (count: number) => (count === 1 ? "the month before" : `the ${count} months before`);

/** "Between $60.04 and $63.20, if it is as far off as it was in the 2 months before." */
export function bandWords({ band, past, currency }: ForecastOf): string {
  if (band === null)
    return "How far off that may be cannot be said: there is no earlier month with usage to try the rule on.";
  const months = monthsWords(past.length);
  const [low, high] = [formatMoney(band.low, currency), formatMoney(band.high, currency)];
  return low === high
    ? `In ${months} the same rule was right to the cent.`
    : `Between ${low} and ${high}, if it is as far off as it was in ${months}.`;
}
