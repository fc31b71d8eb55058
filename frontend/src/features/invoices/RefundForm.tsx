import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { problemAt } from "../../api/problem";
import { subtract } from "../../exact/decimal";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { textOf } from "../plans/fields";
import { type Attempt, refund } from "./online";

interface Draft {
  amount: string;
  reason: string;
}

/** Money of a payment that is paid back, by the platform's staff. */
export function RefundForm({ payment, close }: { payment: Attempt; close: () => void }) {
  const client = useQueryClient();
  const [once] = useState(onceKeys);
  const [draft, setDraft] = useState<Draft>({ amount: subtract(payment.received, payment.refunded), reason: "" });
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const action = useAction(async () => {
    const reason = draft.reason.trim();
    try {
      await refund(once, payment.id, { amount: draft.amount.trim(), ...(reason !== "" && { reason }) });
    } finally {
      await client.invalidateQueries({ queryKey: ["payments"] });
    }
    say("The payment provider was asked to pay it back.");
  });

  async function send() {
    if (await action.start()) close();
  }

  return (
    <FormModal
      title="Pay money back"
      act="Pay it back"
      busy={action.busy}
      danger
      send={() => void send()}
      close={close}
    >
      {action.problem !== undefined && <ProblemView title="Nothing was paid back" problem={action.problem} />}
      <TextField
        label={`Amount (${payment.currency})`}
        required
        inputMode="decimal"
        autoComplete="off"
        {...textOf(draft, "amount", set)}
        help="At most what came in, without what was paid back or is to be."
        error={problemAt(action.problem, "/amount")}
      />
      <TextField
        label="Why"
        maxLength={200}
        {...textOf(draft, "reason", set)}
        help="For people; the tenant sees it."
        error={problemAt(action.problem, "/reason")}
      />
    </FormModal>
  );
}
