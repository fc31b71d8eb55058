// npm install standardwebhooks
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const webhook = new Webhook(process.env.WEIR_WEBHOOK_SECRET); // whsec_…

/** The event. Undefined: Weir has not signed it, answer 401. The body is as it arrived, not parsed and written again. */
export function eventOf(body, headers) {
  try {
    return webhook.verify(body, headers);
  } catch (error) {
    if (error instanceof WebhookVerificationError) return undefined;
    throw error;
  }
}
