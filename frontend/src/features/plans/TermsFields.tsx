import { SimpleGrid, Switch, Text } from "@chakra-ui/react";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { Section } from "../../ui/Section";
import type { PlanDraft } from "./draft";
import { chosen, type Said, textOf } from "./fields";
import { intervals, intervalWords, lateWords, prorationWords } from "./words";

const prorations = ["by_second", "by_day", "none"] as const;
const latenesses = ["next_invoice", "adjustment", "drop"] as const;

interface Props {
  draft: PlanDraft;
  change: (part: Partial<PlanDraft>) => void;
  said: Said;
  isNew: boolean;
}

/** What holds for all prices of the plan. */
export function TermsFields({ draft, change, said, isNew }: Props) {
  return (
    <Section title="Terms" about="What holds for all of its prices.">
      <SimpleGrid columns={{ base: 1, md: 2 }} gap="5">
        {isNew && (
          <TextField
            label="Code"
            required
            spellCheck={false}
            autoComplete="off"
            fontFamily="mono"
            {...textOf(draft, "code", change)}
            help="Its name in addresses; it stays as it is, in all versions."
            error={said("/code")}
          />
        )}
        <TextField
          label="Name"
          maxLength={255}
          {...textOf(draft, "name", change)}
          help="For people, on invoices. Empty: the code."
          error={said("/name")}
        />
        <Choice
          form
          label="Fees are due"
          width="full"
          value={`${draft.interval}`}
          options={intervals.map((months) => ({ value: `${months}`, label: intervalWords[months] }))}
          onChoose={(value) => change({ interval: intervals.find((one) => `${one}` === value) ?? 1 })}
          help="Usage is billed by the month in any case."
          error={said("/interval_months")}
        />
        <TextField
          label="Trial, in days"
          required
          inputMode="numeric"
          autoComplete="off"
          {...textOf(draft, "trialDays", change)}
          help="Nothing is charged for them, usage included. 0: no trial."
          error={said("/trial_days")}
        />
        <Choice
          form
          label="A fee for a part of an interval is reckoned"
          width="full"
          value={draft.proration}
          options={prorations.map((value) => ({ value, label: prorationWords[value] }))}
          onChoose={(value) => change({ proration: chosen(prorations, value, draft.proration) })}
          error={said("/proration")}
        />
        <Choice
          form
          label="Usage that comes after its invoice goes"
          width="full"
          value={draft.lateUsage}
          options={latenesses.map((value) => ({ value, label: lateWords[value] }))}
          onChoose={(value) => change({ lateUsage: chosen(latenesses, value, draft.lateUsage) })}
          error={said("/late_usage")}
        />
        <YesOrNo
          checked={draft.billsPausedUsage}
          set={(billsPausedUsage) => change({ billsPausedUsage })}
          label="Usage is charged while a subscription is paused"
          help="Fees rest meanwhile."
        />
        <YesOrNo
          checked={draft.isAddOn}
          set={(isAddOn) => change({ isAddOn })}
          label="It is an add-on"
          help="Subscribed to beside another subscription only; it rests and ends with that."
        />
      </SimpleGrid>
    </Section>
  );
}

interface YesOrNoProps {
  checked: boolean;
  set: (checked: boolean) => void;
  label: string;
  help: string;
}

function YesOrNo({ checked, set, label, help }: YesOrNoProps) {
  return (
    <Switch.Root alignItems="flex-start" checked={checked} onCheckedChange={(next) => set(next.checked)}>
      <Switch.HiddenInput />
      <Switch.Control mt="0.5" />
      <Switch.Label>
        <span>{label}</span>
        <Text as="span" display="block" color="fg.muted" fontWeight="normal">
          {help}
        </Text>
      </Switch.Label>
    </Switch.Root>
  );
}
