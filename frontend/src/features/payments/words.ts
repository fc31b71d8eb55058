// What accounts are called and asked for, by whose they are.
import type { Provider } from "./providers";

export type ProviderKind = Provider["provider"];

interface Words {
  name: string;
  /** What its API is asked with. */
  key: string;
  /** What its webhooks are proved with. */
  proof: string;
  proofHelp: string;
  proofRotated: string;
  setup: string;
}

export const wordsOf: Record<ProviderKind, Words> = {
  stripe: {
    name: "Stripe",
    key: "API key",
    proof: "Signing secret",
    proofHelp: "As Stripe's dashboard shows it for the address of the webhooks: whsec_…",
    proofRotated: "As long as Stripe signs with both. Three can be in use at once.",
    setup:
      "In Stripe's dashboard, under Developers and Webhooks, add a destination with the webhook URL above, for events of " +
      "your account, with the API version 2026-10-28.endive. Stripe then shows the signing secret of that destination: " +
      "give it here.",
  },
  paypal: {
    name: "PayPal",
    key: "Client secret",
    proof: "Webhook id",
    proofHelp: "As PayPal's developer dashboard shows it beside the address of the webhooks: letters and digits.",
    proofRotated: "As long as both webhooks are there. Three can be in use at once.",
    setup:
      "In PayPal's developer dashboard, open the app whose client id and secret this account has, and add a webhook with " +
      "the webhook URL above, for all events. PayPal then shows the id of that webhook: give it here. The app is of one " +
      "mode, sandbox or live, as this account is.",
  },
};

export const providerKinds: readonly ProviderKind[] = ["stripe", "paypal"];

/** "client secret", "API key": inside a sentence. */
export function inSentence(word: string): string {
  return /^[A-Z][a-z]/.test(word) ? word.charAt(0).toLowerCase() + word.slice(1) : word;
}
