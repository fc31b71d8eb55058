import { Facts } from "../../ui/Facts";
import type { Plan } from "./load";
import { daysWords, dunningWords, intervalWords, lateWords, prorationWords } from "./words";

/** What holds for all prices of a plan, in words. */
export function Terms({ plan }: { plan: Plan }) {
  return (
    <Facts
      of={[
        ["Fees are due", intervalWords[plan.interval_months]],
        ["Usage is billed", "each month"],
        ["Trial", plan.trial_days === 0 ? "none" : daysWords(plan.trial_days)],
        ["A fee for a part of an interval", `is reckoned ${prorationWords[plan.proration]}`],
        ["Usage that comes after its invoice", `goes ${lateWords[plan.late_usage]}`],
        ["Usage while it is paused", plan.bills_paused_usage ? "is charged" : "is not charged"],
        ["When its money does not come", dunningWords(plan)],
        ...(plan.is_add_on ? [["Add-on", "beside another subscription, and no longer than that"] as const] : []),
      ]}
    />
  );
}
