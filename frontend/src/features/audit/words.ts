// What was done, in words. What is not named here is shown as the API names it.
import type { Schemas } from "../../api/client";

export type Entry = Schemas["audit_entry"];

const words: Record<string, string> = {
  "analyst.granted": "Analyst's login added",
  "analyst.revoked": "Analyst's login removed",
  "api_key.created": "API key made",
  "api_key.revoked": "API key revoked",
  "api_key.rotated": "API key rotated",
  "billing.parked": "Not billed until looked at",
  "billing.released": "Billed again",
  "billing_profile.updated": "Billing changed",
  "budget.created": "Budget made",
  "budget.deleted": "Budget deleted",
  "budget.threshold_crossed": "Budget reached a threshold",
  "budget.updated": "Budget changed",
  "collection.ended": "Collecting an invoice ended",
  "collection.started": "Collecting an invoice began",
  "collection.step_taken": "Step of collecting taken",
  "collection.updated": "Collecting an invoice changed",
  "coupon.applied": "Coupon given",
  "coupon.removed": "Coupon taken away",
  "credit.expired": "Credit expired",
  "credit.granted": "Credit granted",
  "credit.voided": "Credit taken back",
  "dispute.closed": "Dispute decided",
  "dispute.opened": "Payment disputed",
  "invitation.accepted": "Invitation accepted",
  "invitation.created": "Invited",
  "invitation.resent": "Invitation sent again",
  "invitation.revoked": "Invitation taken back",
  "invoice.created": "Invoice made",
  "invoice.discarded": "Draft discarded",
  "invoice.finalized": "Invoice finalized",
  "invoice.paid": "Invoice paid",
  "invoice.past_due": "Invoice past due",
  "invoice.payment_recorded": "Payment recorded",
  "invoice.uncollectible": "Invoice given up",
  "invoice.voided": "Invoice void",
  "membership.created": "Member added",
  "membership.deleted": "Member removed",
  "membership.updated": "Role changed",
  "payment.canceled": "Payment came to nothing",
  "payment.failed": "Payment declined",
  "payment.started": "Payment begun",
  "payment.succeeded": "Paid",
  "payment_method.attached": "Payment method added",
  "payment_method.detached": "Payment method removed",
  "payment_method.updated": "Payment method changed",
  "refund.failed": "Not paid back",
  "refund.requested": "To be paid back",
  "refund.succeeded": "Paid back",
  "subscription.changed": "Subscription changed",
  "subscription.started": "Subscribed to a plan",
  "subject_alias.created": "Alias given",
  "subject_alias.deleted": "Alias taken away",
  "tenant.created": "Tenant made",
  "tenant.deleted": "Tenant deleted",
  "tenant.policies_updated": "Policies changed",
  "tenant.staff_entered": "Opened by staff",
  "tenant.updated": "Tenant changed",
  "usage.history_import_canceled": "Import of past usage given up",
  "usage.history_import_started": "Import of past usage started",
  "usage.history_imported": "Past usage imported",
  "usage.rejected_discarded": "Rejected event discarded",
  "usage.rejected_redriven": "Rejected event sent again",
  "webhook_endpoint.created": "Webhook endpoint made",
  "webhook_endpoint.deleted": "Webhook endpoint deleted",
  "webhook_endpoint.disabled": "Webhook endpoint disabled, as it failed",
  "webhook_endpoint.resent": "Webhooks sent once more",
  "webhook_endpoint.secret_rotated": "Webhook secret replaced",
  "webhook_endpoint.tested": "Webhook endpoint tested",
  "webhook_endpoint.updated": "Webhook endpoint changed",
};

// What stands in the platform's chain alone.
const platformWords: Record<string, string> = {
  "coupon.archived": "Coupon archived",
  "coupon.created": "Coupon made",
  "device.revoked": "Device trusted no more",
  "device.trusted": "Device trusted",
  "email.verification_requested": "Address to be confirmed",
  "email.verified": "Address confirmed",
  "feature_flag.changed": "Flag switched",
  "identity.linked": "Sign-in service linked",
  "identity.unlinked": "Sign-in service unlinked",
  "issuer.created": "Seller made",
  "issuer.updated": "Seller changed",
  "login.failed": "Wrong password",
  "meter.created": "Meter made",
  "meter.deleted": "Meter deleted",
  "meter.updated": "Meter changed",
  "mfa.disabled": "Second factor switched off",
  "mfa.enabled": "Second factor switched on",
  "mfa.recovery_codes_replaced": "New recovery codes",
  "mfa.recovery_used": "Recovery code used",
  "password.changed": "Password changed",
  "password.reset_requested": "New password asked for",
  "payment_provider.created": "Payment provider connected",
  "payment_provider.secret_rotated": "Payment provider's secret replaced",
  "payment_provider.updated": "Payment provider changed",
  "plan.archived": "Plan archived",
  "plan.created": "Plan made",
  "plan.version_created": "Plan got a version",
  "provider_event.received": "Provider's event received",
  "provider_event.rerun": "Provider's event applied once more",
  "secret.resealed": "Secrets sealed anew",
  "secret.rotated": "Key of the installation changed",
  "session.revoked": "Session ended",
  "session.started": "Signed in",
  "session.stepped_up": "Shown again to be them",
  "tax_rate.archived": "Tax rate archived",
  "tax_rate.created": "Tax rate made",
  "usage.partition_halted": "Partition halted",
  "usage.partition_resumed": "Partition resumed",
  "usage.record_quarantined": "Record set aside",
  "user.created": "User made",
  "user.disabled": "User disabled",
  "user.erased": "User erased",
  "user.exported": "Data of a user exported",
  "user.notifications_changed": "Notifications chosen",
  "user.updated": "User changed",
};

/** What can be chosen as a filter in a tenant's chain, or in all of them. */
export const tenantActions: readonly string[] = Object.keys(words);
export const allActions: readonly string[] = [...tenantActions, ...Object.keys(platformWords)];

export function actionWords(type: string): string {
  return words[type] ?? platformWords[type] ?? type;
}

/** People and keys by id, as they are called. */
export type Names = ReadonlyMap<string, string>;

/** "staff:usr_…" is somebody of the platform's staff, whose name the tenant does not know. */
export function actorWords(actor: string, names: Names): string {
  const known = names.get(actor);
  if (known !== undefined) return known;
  if (actor.startsWith("staff:")) {
    const name = names.get(actor.slice("staff:".length));
    return name === undefined ? "Staff of the platform" : `${name}, as staff`;
  }
  if (actor.startsWith("operator:")) return `${actor.slice("operator:".length)}, on the command line`;
  if (actor === "system") return "Weir itself";
  if (actor.startsWith("key_")) return "An API key";
  return actor;
}

function shown(value: unknown): string {
  return value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
}

/** The name of what it was done to, as the change itself tells it. */
export function subjectWords({ subject, before, after }: Entry, names: Names): string {
  const told = after ?? before;
  for (const member of ["name", "email", "alias", "key", "number"]) {
    const value = shown(told?.[member]);
    if (value !== "") return value;
  }
  return names.get(subject) ?? subject;
}

export interface Change {
  member: string;
  before: string | undefined; // nothing: there was none
  after: string | undefined;
}

/** Member by member, what is not as it was; of something new or gone, all of it. */
export function changesOf({ before, after }: Pick<Entry, "before" | "after">): Change[] {
  const members = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return members.flatMap((member) => {
    const [was, is] = [before?.[member], after?.[member]];
    if (before && after && JSON.stringify(was) === JSON.stringify(is)) return [];
    const text = (value: unknown) => (value === undefined || value === null ? undefined : shown(value));
    const change = { member, before: text(was), after: text(is) };
    return change.before === undefined && change.after === undefined ? [] : [change];
  });
}
