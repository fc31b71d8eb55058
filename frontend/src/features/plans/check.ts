// What a version of a plan has to be like, said while it is written. The server checks the same and has the last word.
import { compare } from "../../exact/decimal";
import {
  type AmountDraft,
  type FilterDraft,
  type PlanDraft,
  type PriceDraft,
  type StepDraft,
  type TierDraft,
  valuesIn,
} from "./draft";
import type { Step } from "./load";

/** By JSON pointer into what is sent. */
export type Wrong = Readonly<Record<string, string>>;

const slugForm = /^(?=.{1,64}$)[a-z0-9]+(_[a-z0-9]+)*$/;
const amountForm = /^[0-9]{1,12}(\.[0-9]{1,12})?$/;
const percentForm = /^[0-9]{1,14}(\.[0-9]{1,10})?$/;
const quantityForm = /^[0-9]{1,18}(\.[0-9]{1,9})?$/;
const currencyForm = /^[A-Z]{3}$/;

const amountWords = "An amount like 0.0005: at most 12 digits before and after the point.";
const quantityWords = "A number of units, with at most 9 digits after the point.";
const slugWords = "Small letters and digits, with single _ between them: api_calls.";

export const escaped = (token: string) => token.replaceAll("~", "~0").replaceAll("/", "~1");

class Finding {
  readonly wrong: Record<string, string> = {};

  say(pointer: string, words: string | undefined): void {
    if (words !== undefined) this.wrong[pointer] ??= words;
  }

  fits(pointer: string, text: string, form: RegExp, words: string): boolean {
    const right = form.test(text.trim());
    if (!right) this.say(pointer, words);
    return right;
  }

  amount(pointer: string, text: string, optional = false): boolean {
    return (optional && text.trim() === "") || this.fits(pointer, text, amountForm, amountWords);
  }

  /** More than nothing. */
  quantity(pointer: string, text: string): boolean {
    if (!this.fits(pointer, text, quantityForm, quantityWords)) return false;
    if (compare(text.trim(), "0") > 0) return true;
    this.say(pointer, "This has to be more than 0.");
    return false;
  }
}

function checkTiers(tiers: readonly TierDraft[], found: Finding): void {
  let before: string | undefined;
  for (const [index, { upTo, unit, flat }] of tiers.entries()) {
    const at = `/tiers/${index}`;
    found.amount(`${at}/unit_amount`, unit, true);
    found.amount(`${at}/flat_amount`, flat, true);
    if (index + 1 === tiers.length || !found.quantity(`${at}/up_to`, upTo)) continue;
    if (before !== undefined && compare(upTo.trim(), before) <= 0)
      found.say(`${at}/up_to`, "A tier ends after the one before it.");
    before = upTo.trim();
  }
}

function checkFilters(filters: readonly FilterDraft[], found: Finding): void {
  for (const [index, { group, values }] of filters.entries()) {
    const at = `/filters/${escaped(group)}`;
    if (group === "") found.say(at, "Choose a group.");
    if (filters.findIndex((other) => other.group === group) !== index) found.say(at, "This group is there already.");
    const count = valuesIn(values).length;
    if (count === 0 || count > 100) found.say(at, "One value in each line, a hundred at most.");
  }
}

/** Relative to the price. */
export function wrongWithPrice(draft: PriceDraft): Wrong {
  const found = new Finding();
  found.fits("/code", draft.code, slugForm, slugWords);
  found.fits("/currency", draft.currency, currencyForm, "Three letters: EUR.");
  if (draft.digits.trim() !== "") found.fits("/digits", draft.digits, /^[0-4]$/, "From 0 to 4.");
  switch (draft.model) {
    case "flat":
      found.amount("/amount", draft.amount);
      return found.wrong;
    case "per_unit":
      found.amount("/unit_amount", draft.unitAmount);
      break;
    case "graduated":
    case "volume":
      checkTiers(draft.tiers, found);
      break;
    case "package":
      found.quantity("/package_size", draft.packageSize);
      found.amount("/package_amount", draft.packageAmount);
      break;
    case "percentage":
      found.fits("/rate", draft.percent, percentForm, "Percent, with at most 10 digits after the point: 2.9.");
      found.amount("/event_amount", draft.eventAmount, true);
      break;
  }
  if (draft.meter === "") found.say("/meter", "Choose the meter whose usage is priced.");
  checkFilters(draft.filters, found);
  if (draft.included.trim() !== "") found.fits("/included", draft.included, quantityForm, quantityWords);
  found.amount("/minimum_amount", draft.minimum, true);
  found.amount("/maximum_amount", draft.maximum, true);
  return found.wrong;
}

function checkAmounts(pointer: string, amounts: readonly AmountDraft[], { prices }: PlanDraft, found: Finding): void {
  for (const [index, { currency, amount }] of amounts.entries()) {
    const at = `${pointer}/${index}`;
    if (!currencyForm.test(currency)) found.say(at, "A currency has three letters: EUR.");
    else if (amounts.findIndex((other) => other.currency === currency) !== index)
      found.say(at, "This currency is there already.");
    else if (!prices.some((price) => price.model !== "flat" && price.currency === currency))
      found.say(at, "No metered price of the plan has this currency.");
    found.amount(at, amount);
  }
}

const ends: readonly Step["act"][] = ["pause", "cancel", "give_up"];

function checkDunning(steps: readonly StepDraft[], found: Finding): void {
  for (const [index, { day, act }] of steps.entries()) {
    const at = `/dunning/steps/${index}`;
    const before = steps.slice(0, index);
    if (!found.fits(at, day, /^([0-9]|[1-9][0-9]|1[0-7][0-9]|180)$/, "A day from 0 to 180.")) continue;
    const last = before.at(-1);
    if (last && parseInt(last.day, 10) > parseInt(day, 10)) found.say(at, "Steps are in the order of their days.");
    if (before.some((other) => other.act === act && other.day.trim() === day.trim()))
      found.say(at, "This step is there already.");
    if (before.some((other) => other.act === "give_up")) found.say(at, "Nothing comes after the money is given up.");
    if (before.some((other) => ends.includes(act) && ends.indexOf(other.act) >= ends.indexOf(act)))
      found.say(at, "Pausing, canceling and giving up come once each, in this order.");
    if (act === "charge" && before.filter((other) => other.act === "charge").length >= 8)
      found.say(at, "At most eight charges.");
  }
}

/** Of amounts by currency the pointer has the place in the list: a currency may stand there twice, or none. */
export function wrongWith(draft: PlanDraft, isNew: boolean): Wrong {
  const found = new Finding();
  if (isNew) found.fits("/code", draft.code, slugForm, slugWords);
  found.fits(
    "/trial_days",
    draft.trialDays,
    /^([0-9]|[1-9][0-9]|[1-6][0-9]{2}|7[0-2][0-9]|730)$/,
    "From 0 to 730 days.",
  );
  if (draft.prices.length === 0) found.say("/prices", "A plan has one price at least.");
  for (const [index, price] of draft.prices.entries()) {
    for (const [pointer, words] of Object.entries(wrongWithPrice(price)))
      found.say(`/prices/${index}${pointer}`, words);
    if (price.code !== "" && draft.prices.findIndex(({ code }) => code === price.code) !== index)
      found.say(`/prices/${index}/code`, "Another price of the plan has this code.");
  }
  checkAmounts("/commitments", draft.commitments, draft, found);
  checkAmounts("/usage_thresholds", draft.usageThresholds, draft, found);
  checkDunning(draft.dunning ?? [], found);
  return found.wrong;
}
