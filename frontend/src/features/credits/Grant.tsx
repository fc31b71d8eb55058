import { Switch, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { problemAt } from "../../api/problem";
import type { Tenant } from "../../shell/tenant";
import { useAction } from "../../ui/action";
import { CurrencyField } from "../../ui/CurrencyField";
import { TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { textOf } from "../plans/fields";
import { type Draft, emptyDraft, toSend, wrongWith } from "./draft";
import { grant } from "./load";

export function Grant({ tenant, close }: { tenant: Tenant; close: () => void }) {
  const client = useQueryClient();
  const [once] = useState(onceKeys);
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(tenant.currency));
  const [tried, setTried] = useState(false);
  const zone = tenant.time_zone;
  const wrong = tried ? wrongWith(draft, zone) : {};
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const action = useAction(async () => {
    try {
      await grant(once, tenant.id, toSend(draft, zone));
    } finally {
      await client.invalidateQueries({ queryKey: ["credits"] });
    }
    say(`${tenant.name} has the credit.`);
  });

  async function send() {
    setTried(true);
    if (Object.keys(wrongWith(draft, zone)).length === 0 && (await action.start())) close();
  }

  return (
    <FormModal
      title={`A credit for ${tenant.name}`}
      act="Grant it"
      busy={action.busy}
      send={() => void send()}
      close={close}
    >
      {action.problem !== undefined && <ProblemView title="Nothing was granted" problem={action.problem} />}
      <TextField
        label="Amount"
        required
        inputMode="decimal"
        autoComplete="off"
        {...textOf(draft, "amount", set)}
        error={wrong.amount ?? problemAt(action.problem, "/amount")}
      />
      <CurrencyField
        value={draft.currency}
        set={(currency) => set({ currency })}
        help="Invoices in another one cannot use it."
        error={wrong.currency ?? problemAt(action.problem, "/currency")}
      />
      <TextField
        label="Priority"
        required
        inputMode="numeric"
        autoComplete="off"
        {...textOf(draft, "priority", set)}
        help="Lower ones are used first; of equal ones that which expires first."
        error={wrong.priority ?? problemAt(action.problem, "/priority")}
      />
      <TextField
        label={`Expires (${zone})`}
        type="datetime-local"
        {...textOf(draft, "expires", set)}
        help="Empty: never."
        error={wrong.expires ?? problemAt(action.problem, "/expires_at")}
      />
      <TextField
        label="Reason"
        maxLength={255}
        {...textOf(draft, "reason", set)}
        help={`${tenant.name} reads it.`}
        error={problemAt(action.problem, "/reason")}
      />
      <Switch.Root
        alignItems="flex-start"
        checked={draft.isPaid}
        onCheckedChange={({ checked }) => set({ isPaid: checked })}
      >
        <Switch.HiddenInput />
        <Switch.Control mt="0.5" />
        <Switch.Label>
          <span>It was paid ahead</span>
          <Text as="span" display="block" color="fg.muted" fontWeight="normal">
            What remains of it can be refunded. Else it is a present.
          </Text>
        </Switch.Label>
      </Switch.Root>
    </FormModal>
  );
}
