// A credit that is about to be granted, as its fields hold it.
import { instantIn } from "../../time/field";
import type { NewCredit } from "./load";

export interface Draft {
  amount: string;
  currency: string;
  priority: string;
  expires: string; // of an input, on the tenant's wall
  isPaid: boolean;
  reason: string;
}

export type Wrong = Partial<Record<keyof Draft, string>>;

const highest = 1_000_000;

export function emptyDraft(currency: string): Draft {
  return { amount: "", currency, priority: "100", expires: "", isPaid: false, reason: "" };
}

export function wrongWith({ amount, currency, priority, expires }: Draft, zone: string): Wrong {
  const isRank = /^[0-9]{1,7}$/.test(priority.trim()) && parseInt(priority, 10) <= highest;
  return {
    ...(!(/^[0-9]+([.][0-9]+)?$/.test(amount.trim()) && /[1-9]/.test(amount)) && {
      amount: "More than nothing, with a point before the digits after it: 100.50",
    }),
    ...(!/^[A-Z]{3}$/.test(currency) && { currency: "Three letters, as ISO 4217 has them." }),
    ...(!isRank && { priority: "A whole number from 0 to 1,000,000." }),
    ...(expires !== "" &&
      instantIn(expires, zone) === undefined && { expires: "Give a date and a time, or leave it empty." }),
  };
}

/** Of one that nothing is wrong with. */
export function toSend({ amount, currency, priority, expires, isPaid, reason }: Draft, zone: string): NewCredit {
  const until = instantIn(expires, zone);
  return {
    amount: amount.trim(),
    currency,
    priority: parseInt(priority, 10),
    is_paid: isPaid,
    ...(until !== undefined && { expires_at: until }),
    ...(reason.trim() !== "" && { reason: reason.trim() }),
  };
}
