// How an endpoint stands, and what it is told of, in words.
import { instantWords } from "../../ui/Instant";
import { allActions } from "../audit/words";
import type { Endpoint } from "./load";

export type State =
  | { is: "enabled" }
  | { is: "disabled"; why: Endpoint["disabled_reason"] }
  | { is: "paused"; until: string }
  | { is: "failing"; since: string };

export function stateOf({ enabled, disabled_reason, paused_until, failing_since }: Endpoint, now: number): State {
  if (!enabled) return { is: "disabled", why: disabled_reason };
  if (paused_until !== null && Date.parse(paused_until) > now) return { is: "paused", until: paused_until };
  if (failing_since !== null) return { is: "failing", since: failing_since };
  return { is: "enabled" };
}

export const stateColors: Record<State["is"], string> = {
  enabled: "green",
  disabled: "gray",
  paused: "orange",
  failing: "red",
};

const whyWords: Record<NonNullable<Endpoint["disabled_reason"]>, string> = {
  person: "by somebody",
  gone: "it answered that it is gone",
  failing: "nothing but failures for days",
};

/** Beside the name of the state. */
export function aboutState(state: State): string {
  switch (state.is) {
    case "disabled":
      return state.why ? whyWords[state.why] : "";
    case "paused":
      return `until ${instantWords(state.until)}`;
    case "failing":
      return `since ${instantWords(state.since, false)}`;
    case "enabled":
      return "";
  }
}

export interface Family {
  name: string;
  words: string;
}

const named = (words: Record<string, string>): Family[] =>
  Object.entries(words).map(([name, text]) => ({ name, words: text }));

/** What a tenant may be told of. */
export const tenantFamilies = named({
  api_key: "API keys",
  billing_profile: "Billing details",
  budget: "Budgets",
  collection: "Collecting of invoices",
  coupon: "Coupons",
  credit: "Credits",
  dispute: "Disputes",
  invitation: "Invitations",
  invoice: "Invoices",
  membership: "Members",
  payment: "Payments",
  payment_method: "Payment methods",
  refund: "Refunds",
  subject_alias: "Aliases of subjects",
  subscription: "Subscriptions",
  tenant: "The tenant itself",
  usage: "Usage: imports, rejected events",
  webhook_endpoint: "Webhooks",
});

/** What the platform is told of beside that. */
export const platformFamilies = named({
  analyst: "Analysts' logins",
  billing: "Billing that waits or goes on",
  device: "Trusted devices",
  email: "Addresses of people",
  feature_flag: "Feature flags",
  identity: "Identities of the sign-in service",
  issuer: "Sellers",
  login: "Failed sign-ins",
  meter: "Meters",
  mfa: "Second factors",
  password: "Passwords",
  payment_provider: "Payment providers",
  plan: "Plans",
  provider_event: "Events of payment providers",
  secret: "Keys of the installation",
  session: "Sessions",
  tax_rate: "Tax rates",
  user: "People",
});

/** What payment providers' events are told under, of the types that the providers name. */
export const providerFamilies = named({ stripe: "What Stripe sends, as it came" });

export const familiesOf = (ofTenant: boolean): readonly Family[] =>
  ofTenant ? tenantFamilies : [...tenantFamilies, ...platformFamilies, ...providerFamilies];

/** Every type that an endpoint may be told of. */
export function typesOf(ofTenant: boolean): readonly string[] {
  const families = new Set(familiesOf(ofTenant).map(({ name }) => name));
  return allActions.filter((type) => families.has(type.slice(0, type.indexOf(".")))).sort();
}
