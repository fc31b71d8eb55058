import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { ApiProblem, problemAt, reworded } from "../../api/problem";
import { useAction } from "../../ui/action";
import { Choice } from "../../ui/Choice";
import { CurrencyField } from "../../ui/CurrencyField";
import { TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { useScope } from "../invoices/scope";
import { metersOf } from "../meters/load";
import { textOf } from "../plans/fields";
import { changeOf, type Draft, draftOf, emptyDraft, toSend, wrongWith } from "./draft";
import { type Budget, make, replace } from "./load";

function inWords(failed: unknown): unknown {
  if (!(failed instanceof ApiProblem) || failed.code !== "precondition_failed") return failed;
  return reworded(failed, "Somebody else has changed it meanwhile. Close this and look at it first.");
}

/** A new budget, or what can be changed of one that is there. */
export function BudgetForm({ budget, close }: { budget?: Budget; close: () => void }) {
  const client = useQueryClient();
  const scope = useScope();
  const [once] = useState(onceKeys);
  const [draft, setDraft] = useState<Draft>(() => (budget ? draftOf(budget) : emptyDraft(scope.tenant.currency, "")));
  const [tried, setTried] = useState(false);
  const meters = useQuery({ ...metersOf(scope), enabled: budget === undefined });
  const wrong = tried ? wrongWith(draft) : {};
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const action = useAction(async () => {
    try {
      await (budget ? replace(scope, budget, changeOf(draft)) : make(once, scope, toSend(draft)));
    } catch (failed) {
      throw inWords(failed);
    } finally {
      await client.invalidateQueries({ queryKey: ["budgets"] });
    }
    say(budget ? `${draft.name.trim()} is changed.` : `${draft.name.trim()} is watched from now on.`);
  });

  async function send() {
    setTried(true);
    if (Object.keys(wrongWith(draft)).length === 0 && (await action.start())) close();
  }

  return (
    <FormModal
      title={budget ? `Change ${budget.name}` : "New budget"}
      act={budget ? "Keep it" : "Make it"}
      busy={action.busy}
      send={() => void send()}
      close={close}
    >
      {action.problem !== undefined && <ProblemView title="Nothing was kept" problem={action.problem} />}
      <TextField
        label="Name"
        required
        maxLength={100}
        autoComplete="off"
        {...textOf(draft, "name", set)}
        error={wrong.name ?? problemAt(action.problem, "/name")}
      />
      {!budget && (
        <Choice
          form
          width="full"
          label="What it is about"
          value={draft.measures}
          options={[
            { value: "spend", label: "What the month costs" },
            { value: "usage", label: "Usage of a meter" },
          ]}
          onChoose={(measures) => set({ measures: measures as Draft["measures"] })}
        />
      )}
      {!budget && draft.measures === "usage" && (
        <Choice
          form
          width="full"
          label="Meter"
          value={draft.meter}
          options={[
            { value: "", label: meters.isPending ? "Loading …" : "Choose one" },
            ...(meters.data ?? []).map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
          onChoose={(meter) => set({ meter })}
          error={wrong.meter ?? problemAt(action.problem, "/meter")}
        />
      )}
      {!budget && draft.measures === "spend" && (
        <CurrencyField
          value={draft.currency}
          set={(currency) => set({ currency })}
          help="Of the invoices that count."
          error={wrong.currency ?? problemAt(action.problem, "/currency")}
        />
      )}
      <TextField
        label="Amount"
        required
        inputMode="decimal"
        autoComplete="off"
        {...textOf(draft, "amount", set)}
        help="For a billing month: this is 100%."
        error={wrong.amount ?? problemAt(action.problem, "/amount")}
      />
      <TextField
        label="Thresholds in percent"
        required
        autoComplete="off"
        {...textOf(draft, "thresholds", set)}
        help="Owners, admins and billing get a mail at each of them, once a month."
        error={wrong.thresholds ?? problemAt(action.problem, "/thresholds")}
      />
    </FormModal>
  );
}
