import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { problemAt } from "../../api/problem";
import { formatMoney } from "../../exact/decimal";
import { instantIn } from "../../time/field";
import { readerZone } from "../../time/reader";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { textOf } from "../plans/fields";
import { type Invoice, type NewPayment, recordPayment } from "./load";
import { openAmount, titleOf } from "./words";

interface Draft {
  amount: string;
  method: string;
  reference: string;
  at: string; // of an input, on the reader's wall
}

type Wrong = Partial<Record<keyof Draft, string>>;

export function wrongWith({ amount, method, at }: Draft): Wrong {
  return {
    ...(!/^[0-9]+([.][0-9]+)?$/.test(amount.trim()) && { amount: "Digits, with a point before those after it: 64.26" }),
    ...(method.trim() === "" && { method: "Say how the money came." }),
    ...(at !== "" && instantIn(at, readerZone()) === undefined && { at: "Give a date and a time, or leave it empty." }),
  };
}

function toSend({ amount, method, reference, at }: Draft): NewPayment {
  const received = instantIn(at, readerZone());
  return {
    amount: amount.trim(),
    method: method.trim(),
    ...(reference.trim() && { reference: reference.trim() }),
    ...(received !== undefined && { received_at: received }),
  };
}

/** Money that came in outside of Weir. */
export function RecordPayment({ invoice, close }: { invoice: Invoice; close: () => void }) {
  const client = useQueryClient();
  const [once] = useState(onceKeys);
  const open = openAmount(invoice);
  const [draft, setDraft] = useState<Draft>({ amount: open, method: "", reference: "", at: "" });
  const [tried, setTried] = useState(false);
  const wrong = tried ? wrongWith(draft) : {};
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const action = useAction(async () => {
    try {
      await recordPayment(once, invoice.id, toSend(draft));
    } finally {
      await client.invalidateQueries({ queryKey: ["invoices"] });
    }
    say(`The payment of ${titleOf(invoice)} is recorded.`);
  });

  async function send() {
    setTried(true);
    if (Object.keys(wrongWith(draft)).length === 0 && (await action.start())) close();
  }

  return (
    <FormModal
      title={`A payment of ${titleOf(invoice)}`}
      act="Record it"
      busy={action.busy}
      send={() => void send()}
      close={close}
    >
      {action.problem !== undefined && <ProblemView title="Nothing was recorded" problem={action.problem} />}
      <TextField
        label={`Amount (${invoice.currency})`}
        required
        inputMode="decimal"
        autoComplete="off"
        {...textOf(draft, "amount", set)}
        help={`At most ${formatMoney(open, invoice.currency)}, what is still open.`}
        error={wrong.amount ?? problemAt(action.problem, "/amount")}
      />
      <TextField
        label="How it came"
        required
        maxLength={64}
        placeholder="bank transfer"
        {...textOf(draft, "method", set)}
        error={wrong.method ?? problemAt(action.problem, "/method")}
      />
      <TextField
        label="Reference"
        maxLength={255}
        autoComplete="off"
        spellCheck={false}
        {...textOf(draft, "reference", set)}
        help="The money's own, such as that of the bank: each is recorded once."
        error={problemAt(action.problem, "/reference")}
      />
      <TextField
        label={`Came in (${readerZone()})`}
        type="datetime-local"
        {...textOf(draft, "at", set)}
        help="Empty: now."
        error={wrong.at ?? problemAt(action.problem, "/received_at")}
      />
    </FormModal>
  );
}
