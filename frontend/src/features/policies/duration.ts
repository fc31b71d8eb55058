// Lengths of time as people write them, and as the API has them: whole seconds, or nothing.

export type Unit = "seconds" | "minutes" | "hours" | "days";

const length: Record<Unit, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

export interface Written {
  amount: string; // empty: nothing
  unit: Unit;
}

/** In the largest unit that it is a whole number of. */
export function written(seconds: number | null, usual: Unit): Written {
  if (seconds === null) return { amount: "", unit: usual };
  const unit = (["days", "hours", "minutes"] as const).find((one) => seconds % length[one] === 0) ?? "seconds";
  return { amount: `${seconds / length[unit]}`, unit };
}

/** Nothing: this is no whole number. */
export function secondsOf({ amount, unit }: Written): number | null | undefined {
  const whole = wholeOf(amount);
  return typeof whole === "number" ? whole * length[unit] : whole;
}

export function wholeOf(amount: string): number | null | undefined {
  const text = amount.trim();
  if (text === "") return null;
  return /^[0-9]{1,7}$/.test(text) ? parseInt(text, 10) : undefined;
}

/** "1 hour", "90 minutes". */
export function durationWords(seconds: number): string {
  const { amount, unit } = written(seconds, "seconds");
  return amount === "1" ? `1 ${unit.slice(0, -1)}` : `${amount} ${unit}`;
}
