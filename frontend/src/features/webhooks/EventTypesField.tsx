import { Checkbox, Fieldset, SimpleGrid } from "@chakra-ui/react";
import { problemAt } from "../../api/problem";
import { Choice } from "../../ui/Choice";
import { LinesField } from "../../ui/Field";
import type { Draft, Wrong } from "./draft";
import { useWebhookScope } from "./scope";
import { familiesOf } from "./words";

interface Props {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  wrong: Wrong;
  problem: unknown;
}

/** What an endpoint is told of: everything, or families and single types. */
export function EventTypesField({ draft, set, wrong, problem }: Props) {
  const { tenant } = useWebhookScope();
  const families = familiesOf(tenant !== undefined);
  const refused = problemAt(problem, "/event_types");

  function choose(name: string, chosen: boolean) {
    const others = draft.families.filter((one) => one !== name);
    set({ families: chosen ? [...others, name] : others });
  }

  return (
    <>
      <Choice
        form
        width="full"
        label="What it is told of"
        value={draft.everything ? "everything" : "some"}
        options={[
          { value: "everything", label: "Everything" },
          { value: "some", label: "Only what is chosen here" },
        ]}
        onChoose={(value) => set({ everything: value === "everything" })}
        error={draft.everything ? refused : undefined}
      />
      {!draft.everything && (
        <>
          <Fieldset.Root invalid={wrong.families !== undefined}>
            <Fieldset.Legend>Families of events</Fieldset.Legend>
            <Fieldset.Content mt="2">
              <SimpleGrid columns={{ base: 1, sm: 2 }} gap="2">
                {families.map(({ name, words }) => (
                  <Checkbox.Root
                    key={name}
                    alignItems="flex-start"
                    checked={draft.families.includes(name)}
                    onCheckedChange={({ checked }) => choose(name, checked === true)}
                  >
                    <Checkbox.HiddenInput />
                    <Checkbox.Control mt="0.5" />
                    <Checkbox.Label fontWeight="normal">{words}</Checkbox.Label>
                  </Checkbox.Root>
                ))}
              </SimpleGrid>
            </Fieldset.Content>
            <Fieldset.ErrorText>{wrong.families}</Fieldset.ErrorText>
          </Fieldset.Root>
          <LinesField
            label="Single types"
            rows={3}
            autoComplete="off"
            spellCheck={false}
            fontFamily="mono"
            value={draft.types}
            onChange={(event) => set({ types: event.currentTarget.value })}
            help="One in each line: invoice.paid. The page Audit shows what each is called."
            error={wrong.types ?? refused}
          />
        </>
      )}
    </>
  );
}
