import { Switch, Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { problemAt } from "../../api/problem";
import type { Tenant } from "../../shell/tenant";
import { useAction } from "../../ui/action";
import { Choice } from "../../ui/Choice";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { currenciesOf, daysWords } from "../plans/words";
import { BaseField, basesIn } from "./BaseField";
import { ChangePreview } from "./ChangePreview";
import { subscribe, useSubscriptions } from "./load";
import { PlanFields, useWanted, type Wanted } from "./PlanFields";
import { previewOfStart } from "./preview";
import { asSeen, now, whenBody, wrongWhen } from "./when";
import { WhenFields } from "./WhenFields";

export function Subscribe({ tenant, close }: { tenant: Tenant; close: () => void }) {
  const client = useQueryClient();
  const [once] = useState(onceKeys);
  const [wanted, setWanted] = useState<Wanted>({ code: "", version: undefined });
  const [currency, setCurrency] = useState(tenant.currency);
  const [when, setWhen] = useState(now);
  const [trial, setTrial] = useState(true);
  const [base, setBase] = useState("");
  const [tried, setTried] = useState(false);
  const { plan, loading } = useWanted(wanted);
  const currencies = plan ? currenciesOf(plan) : [tenant.currency];
  const used = currencies.includes(currency) ? currency : (currencies[0] ?? tenant.currency);
  const zone = tenant.time_zone;
  const wrong = wrongWhen(when, zone);
  const addOn = plan?.is_add_on === true;
  const bases = basesIn(useSubscriptions(tenant.id, false).items ?? [], used);
  const baseless = addOn && !bases.some(({ id }) => id === base);
  const ready = wanted.code !== "" && wrong === undefined && !loading && !baseless;
  const { at } = whenBody(when, zone);
  const written = {
    plan: wanted.code,
    ...(wanted.version !== undefined && { plan_version: wanted.version }),
    currency: used,
    ...(at !== undefined && { at }),
    ...(!trial && { trial }),
    ...(addOn && { add_on_to: base }),
  };
  const preview = useQuery({ ...previewOfStart(tenant.id, written), enabled: ready });
  const action = useAction(async () => {
    try {
      await subscribe(once, tenant.id, { ...written, ...asSeen(when, preview.data?.change.at) });
    } finally {
      await client.invalidateQueries({ queryKey: ["subscriptions"] });
    }
    say(`${tenant.name} is subscribed to ${plan?.name ?? wanted.code}.`);
  });

  async function send() {
    setTried(true);
    if (ready && (await action.start())) close();
  }

  return (
    <FormModal
      title={`Subscribe ${tenant.name}`}
      act="Subscribe"
      busy={action.busy}
      send={() => void send()}
      close={close}
      ready={!loading}
      size="lg"
    >
      {action.problem !== undefined && <ProblemView title="Nothing was subscribed to" problem={action.problem} />}
      <PlanFields
        wanted={wanted}
        set={setWanted}
        error={tried && wanted.code === "" ? "Choose the plan." : problemAt(action.problem, "/plan")}
      />
      {currencies.length > 1 && (
        <Choice
          form
          label="Currency"
          value={used}
          options={currencies.map((value) => ({ value, label: value }))}
          onChoose={setCurrency}
          help={`Of its invoices. That of ${tenant.name} is ${tenant.currency}.`}
          error={problemAt(action.problem, "/currency")}
        />
      )}
      {plan && currencies.length === 1 && used !== tenant.currency && (
        <Text role="status">
          The plan has prices in {used} only; the currency of {tenant.name} is {tenant.currency}.
        </Text>
      )}
      {addOn && (
        <BaseField
          bases={bases}
          value={base}
          choose={setBase}
          zone={zone}
          error={tried && baseless ? "Choose what it is added to." : problemAt(action.problem, "/add_on_to")}
        />
      )}
      <WhenFields
        when={when}
        set={setWhen}
        zone={zone}
        error={tried ? (wrong ?? problemAt(action.problem, "/at")) : undefined}
      />
      {plan && plan.trial_days > 0 && (
        <Switch.Root checked={trial} onCheckedChange={({ checked }) => setTrial(checked)}>
          <Switch.HiddenInput />
          <Switch.Control />
          <Switch.Label>With its trial of {daysWords(plan.trial_days)}</Switch.Label>
        </Switch.Root>
      )}
      <ChangePreview asked={preview} ready={ready} zone={zone} />
    </FormModal>
  );
}
