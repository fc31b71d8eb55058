import { Button, SimpleGrid, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { problemAt } from "../../api/problem";
import { useAction } from "../../ui/action";
import { Choice } from "../../ui/Choice";
import { LinesField, TextField } from "../../ui/Field";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { textOf } from "./fields";
import { activePlans } from "./load";
import {
  type Asked,
  monthBefore,
  type Question,
  simulate,
  type Simulated,
  toAsk,
  type Tried,
  wrongWith,
} from "./simulation";
import { SimulationResult } from "./SimulationResult";

interface Props {
  /** Nothing: it is not complete yet. */
  tried: Tried | undefined;
  /** Whose subscribers are meant at first. */
  ofPlan: string;
}

/** Tries a plan on usage that was counted: what it would have charged instead of what was. */
export function Simulation({ tried, ofPlan }: Props) {
  const plans = useQuery(activePlans).data ?? [];
  const [question, setQuestion] = useState<Question>({ ofPlan, tenants: "", month: monthBefore(), months: "1" });
  const [attempted, setAttempted] = useState(false);
  const [found, setFound] = useState<{ asked: Asked; simulated: Simulated }>();
  const action = useAction(async (asked: Asked) => setFound({ asked, simulated: await simulate(asked) }));
  const wrong = wrongWith(question);
  const change = (part: Partial<Question>) => setQuestion({ ...question, ...part });
  const asked = tried && toAsk(tried, question);
  const codes = [...new Set([...(ofPlan === "" ? [] : [ofPlan]), ...plans.map(({ code }) => code)])];
  const said = (member: "tenants" | "month") =>
    (attempted ? wrong[member] : undefined) ?? problemAt(action.problem, `/${member}`);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    setAttempted(true);
    if (asked && Object.keys(wrong).length === 0) void action.start(asked);
  }

  return (
    <Section
      title="Try it on past usage"
      about="What it would have charged for usage as it was counted, beside what tenants' own plans charge; before discounts and taxes. Nothing of it is billed."
    >
      <form onSubmit={submit} noValidate aria-label="Try it on past usage">
        <Stack gap="5">
          <SimpleGrid columns={{ base: 1, md: 3 }} gap="5">
            <Choice
              form
              label="In place of"
              width="full"
              value={question.ofPlan}
              options={[{ value: "", label: "every plan" }, ...codes.map((value) => ({ value, label: value }))]}
              onChoose={(value) => change({ ofPlan: value })}
              error={problemAt(action.problem, "/of_plan")}
            />
            <TextField
              label="First month"
              required
              type="month"
              {...textOf(question, "month", change)}
              help="Each tenant's billing month that begins in it."
              error={said("month")}
            />
            <Choice
              form
              label="Months"
              width="full"
              value={question.months}
              options={Array.from({ length: 12 }, (_, index) => ({ value: `${index + 1}`, label: `${index + 1}` }))}
              onChoose={(months) => change({ months })}
            />
          </SimpleGrid>
          <LinesField
            label="Tenants"
            rows={3}
            spellCheck={false}
            {...textOf(question, "tenants", change)}
            help="Keys or ids, one in each line; without any, all that had the plan."
            error={said("tenants")}
          />
          {action.problem !== undefined && <ProblemView title="Nothing was simulated" problem={action.problem} />}
          <Stack direction="row" gap="3" wrap="wrap" align="center">
            <Button type="submit" variant="outline" loading={action.busy} disabled={!asked}>
              Simulate
            </Button>
            {!asked && <Text color="fg.muted">It can be tried once everything is filled in.</Text>}
          </Stack>
        </Stack>
      </form>
      {found && !action.busy && action.problem === undefined && (
        <SimulationResult
          simulated={found.simulated}
          outdated={JSON.stringify(asked) !== JSON.stringify(found.asked)}
        />
      )}
    </Section>
  );
}
