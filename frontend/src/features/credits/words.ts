import type { Credit, Entry } from "./load";

type Standing = "open" | "used up" | "expired";

export const standingColors: Record<Standing, string> = { open: "green", "used up": "gray", expired: "orange" };

export function standingOf({ is_open, remaining }: Pick<Credit, "is_open" | "remaining">): Standing {
  if (is_open) return "open";
  return /[1-9]/.test(remaining) ? "expired" : "used up";
}

export const kindWords: Record<Entry["kind"], string> = {
  granted: "Granted",
  applied: "Used by an invoice",
  returned: "Given back by an invoice",
  expired: "Expired",
  voided: "Taken back",
  refunded: "Taken back, to be refunded",
};

/** What it is, for people. */
export function creditWords({
  reason,
  is_paid,
  invoice_id,
}: Pick<Credit, "reason" | "is_paid" | "invoice_id">): string {
  if (reason !== "") return reason;
  if (invoice_id !== null) return "Of a credit note";
  return is_paid ? "Paid ahead" : "A present";
}
