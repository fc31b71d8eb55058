// How invoices of a tenant are made, while staff write it: texts as they were typed, and what is sent of them.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import type { Profile } from "./profile";

export type Issuer = Schemas["issuer"];
export type TaxRate = Schemas["tax_rate"];

const whole = 100;

/** Who invoices can be from, the first that was made first. */
export const issuers = queryOptions({
  queryKey: ["issuers"],
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<Issuer[]> =>
    (await body(api.GET("/api/v1/issuers", { params: { query: { limit: whole } }, signal }))).items,
});

export const taxRates = queryOptions({
  queryKey: ["tax rates"],
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<TaxRate[]> =>
    (await body(api.GET("/api/v1/tax-rates", { params: { query: { limit: whole } }, signal }))).items,
});

/** All of a profile but whom invoices are to. */
export interface Terms {
  issuer: string; // nothing: the one that was made first
  billingDay: string;
  taxRates: readonly string[];
  taxInclusive: boolean;
  exemptionReason: string;
  exemptionCode: string;
  finalize: Profile["finalize"];
  graceHours: string;
  mostLines: string;
  mostAmount: string;
}

const written = (number: number | null) => (number === null ? "" : `${number}`);

export function termsOf(profile: Profile): Terms {
  return {
    issuer: profile.issuer ?? "",
    billingDay: `${profile.billing_day}`,
    taxRates: profile.tax_rates,
    taxInclusive: profile.tax_inclusive,
    exemptionReason: profile.exemption_reason,
    exemptionCode: profile.exemption_code,
    finalize: profile.finalize,
    graceHours: `${profile.grace_hours}`,
    mostLines: written(profile.most_lines),
    mostAmount: written(profile.most_amount_minor),
  };
}

const numberIn = (text: string) => parseInt(text.trim(), 10);
const optional = (text: string) => (text.trim() === "" ? null : numberIn(text));

/** Of terms that nothing is wrong with. An exemption is of those who have no tax rate. */
export function withTerms(profile: Profile, terms: Terms): Profile {
  const isTaxed = terms.taxRates.length > 0;
  return {
    ...profile,
    issuer: terms.issuer === "" ? null : terms.issuer,
    billing_day: numberIn(terms.billingDay),
    tax_rates: [...terms.taxRates],
    tax_inclusive: terms.taxInclusive,
    exemption_reason: isTaxed ? "" : terms.exemptionReason.trim(),
    exemption_code: isTaxed ? "" : terms.exemptionCode.trim().toUpperCase(),
    finalize: terms.finalize,
    grace_hours: numberIn(terms.graceHours),
    most_lines: optional(terms.mostLines),
    most_amount_minor: optional(terms.mostAmount),
  };
}

export function isSameTerms(a: Terms, b: Terms): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const between = (text: string, least: number, most: number) =>
  /^[0-9]{1,16}$/.test(text.trim()) && numberIn(text) >= least && numberIn(text) <= most;

const rates_most = 10;

export function wrongWithTerms(terms: Terms): Partial<Record<keyof Terms, string>> {
  const isEmpty = (text: string) => text.trim() === "";
  const code = terms.exemptionCode.trim().toUpperCase();
  return {
    ...(!between(terms.billingDay, 1, 31) && { billingDay: "A day of the month, from 1 to 31." }),
    ...(terms.taxRates.length > rates_most && { taxRates: `At most ${rates_most}.` }),
    ...(terms.taxRates.length === 0 &&
      !/^(VATEX-[A-Z]{2}-[A-Z0-9-]+)?$/.test(code) && { exemptionCode: "A code of the list VATEX: VATEX-EU-AE." }),
    ...(!between(terms.graceHours, 0, 240) && { graceHours: "Whole hours, at most 240." }),
    ...(!isEmpty(terms.mostLines) &&
      !between(terms.mostLines, 1, 2_147_483_647) && { mostLines: "A whole number, or nothing." }),
    ...(!isEmpty(terms.mostAmount) &&
      !between(terms.mostAmount, 0, 9_007_199_254_740_991) && { mostAmount: "Whole minor units, or nothing." }),
  };
}

const members: Record<keyof Terms, string> = {
  issuer: "issuer",
  billingDay: "billing_day",
  taxRates: "tax_rates",
  taxInclusive: "tax_inclusive",
  exemptionReason: "exemption_reason",
  exemptionCode: "exemption_code",
  finalize: "finalize",
  graceHours: "grace_hours",
  mostLines: "most_lines",
  mostAmount: "most_amount_minor",
};

/** Where the server says what is wrong with it. */
export function pointerOfTerm(term: keyof Terms): string {
  return `/${members[term]}`;
}

/** Those that can be given, and those that the tenant has though they are archived. */
export function offeredRates(all: readonly TaxRate[], held: readonly string[]): TaxRate[] {
  return all.filter(({ code, archived_at }) => archived_at === null || held.includes(code));
}
