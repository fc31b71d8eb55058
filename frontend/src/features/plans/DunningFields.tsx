import { Button, Flex, IconButton, Stack } from "@chakra-ui/react";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { CloseIcon, PlusIcon } from "../../ui/icons";
import { Section } from "../../ui/Section";
import type { StepDraft } from "./draft";
import { chosen, replaced, type Said, without } from "./fields";
import type { Step } from "./load";
import { actWords } from "./words";

const acts = Object.keys(actWords) as Step["act"][];
// As the server has it for a plan that says nothing.
const usual: readonly StepDraft[] = [
  { day: "1", act: "remind" },
  { day: "3", act: "charge" },
  { day: "7", act: "charge" },
  { day: "7", act: "remind" },
  { day: "14", act: "charge" },
  { day: "14", act: "remind" },
  { day: "28", act: "remind" },
];

interface Props {
  steps: readonly StepDraft[] | undefined;
  set: (steps: readonly StepDraft[] | undefined) => void;
  said: Said;
}

/** What is done day by day about an invoice whose money does not come. */
export function DunningFields({ steps, set, said }: Props) {
  return (
    <Section
      title="When its money does not come"
      about="By days after the day on which an invoice is due. A method that is kept is charged as soon as the invoice is finalized, in any case."
    >
      <Stack gap="4">
        <Choice
          form
          label="Schedule"
          width="full"
          value={steps ? "own" : "usual"}
          options={[
            { value: "usual", label: "The usual one: four reminders and three charges, nothing is stopped" },
            { value: "own", label: "One of its own" },
          ]}
          onChoose={(value) => set(value === "own" ? usual : undefined)}
        />
        {steps?.map(({ day, act }, index) => (
          <Flex key={index} gap="3" align="flex-start" role="group" aria-label={`Step ${index + 1}`} maxW="xl">
            <TextField
              label={`Day of step ${index + 1}`}
              required
              size="sm"
              inputMode="numeric"
              autoComplete="off"
              value={day}
              onChange={(event) => set(replaced(steps, index, { day: event.currentTarget.value }))}
              error={said(`/dunning/steps/${index}`)}
            />
            <Choice
              label={`Act of step ${index + 1}`}
              value={act}
              options={acts.map((value) => ({ value, label: actWords[value] }))}
              onChoose={(value) => set(replaced(steps, index, { act: chosen(acts, value, act) }))}
            />
            <IconButton
              size="sm"
              mt="6"
              variant="ghost"
              color="fg.muted"
              aria-label={`Take step ${index + 1} away`}
              onClick={() => set(without(steps, index))}
            >
              <CloseIcon />
            </IconButton>
          </Flex>
        ))}
        {steps && steps.length < 20 && (
          <Button
            size="sm"
            alignSelf="flex-start"
            variant="outline"
            colorPalette="gray"
            onClick={() => set([...steps, { day: steps.at(-1)?.day ?? "1", act: "remind" }])}
          >
            <PlusIcon /> Add a step
          </Button>
        )}
      </Stack>
    </Section>
  );
}
