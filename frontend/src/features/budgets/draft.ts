// A budget that is about to be made or changed, as its fields hold it.
import type { Budget, ChangedBudget, NewBudget } from "./load";

export interface Draft {
  name: string;
  measures: Budget["measures"];
  meter: string; // slug
  currency: string;
  amount: string;
  thresholds: string; // "50, 80, 100"
}

export type Wrong = Partial<Record<keyof Draft, string>>;

export function emptyDraft(currency: string, meter: string): Draft {
  return { name: "", measures: "spend", meter, currency, amount: "", thresholds: "50, 80, 100" };
}

export function draftOf({ name, measures, meter, currency, amount, thresholds }: Budget): Draft {
  return { name, measures, meter: meter ?? "", currency: currency ?? "", amount, thresholds: thresholds.join(", ") };
}

/** Nothing where it is no list of whole numbers. */
export function thresholdsIn(text: string): number[] | undefined {
  const parts = text.split(/[\s,;%]+/).filter((part) => part !== "");
  return parts.every((part) => /^[0-9]{1,4}$/.test(part)) ? parts.map((part) => parseInt(part, 10)) : undefined;
}

export function wrongWith({ name, measures, meter, currency, amount, thresholds }: Draft): Wrong {
  const list = thresholdsIn(thresholds) ?? [];
  const isList =
    list.length >= 1 &&
    list.length <= 10 &&
    new Set(list).size === list.length &&
    list.every((one) => one >= 1 && one <= 1000);
  return {
    ...(name.trim() === "" && { name: "Give it a name." }),
    ...(measures === "usage" && meter === "" && { meter: "Choose a meter." }),
    ...(measures === "spend" && !/^[A-Z]{3}$/.test(currency) && { currency: "Three letters, as ISO 4217 has them." }),
    ...(!(/^[0-9]+([.][0-9]+)?$/.test(amount.trim()) && /[1-9]/.test(amount)) && {
      amount: "More than nothing, with a point before the digits after it: 100.50",
    }),
    ...(!isList && { thresholds: "One to ten different whole numbers from 1 to 1000: 50, 80, 100" }),
  };
}

/** Of one that nothing is wrong with. */
export function changeOf({ name, amount, thresholds }: Draft): ChangedBudget {
  return { name: name.trim(), amount: amount.trim(), thresholds: thresholdsIn(thresholds) ?? [] };
}

export function toSend(draft: Draft): NewBudget {
  const { measures, meter, currency } = draft;
  return { ...changeOf(draft), measures, ...(measures === "usage" ? { meter } : { currency }) };
}
