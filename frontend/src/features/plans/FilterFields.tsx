import { Button, Fieldset, Flex, IconButton, Stack, Text } from "@chakra-ui/react";
import { Choice } from "../../ui/Choice";
import { LinesField } from "../../ui/Field";
import { CloseIcon, PlusIcon } from "../../ui/icons";
import { escaped } from "./check";
import type { FilterDraft } from "./draft";
import { replaced, type Said, without } from "./fields";

interface Props {
  filters: readonly FilterDraft[];
  groups: readonly string[]; // of the meter
  set: (filters: readonly FilterDraft[]) => void;
  said: Said;
}

const filters_most = 8;

/** Which usage of the meter is meant. */
export function FilterFields({ filters, groups, set, said }: Props) {
  const change = (index: number, part: Partial<FilterDraft>) => set(replaced(filters, index, part));
  if (groups.length === 0 && filters.length === 0)
    return <Text color="fg.muted">The meter has no groups: all of its usage is meant.</Text>;
  return (
    <Fieldset.Root>
      <Fieldset.Legend>Only some usage</Fieldset.Legend>
      <Text color="fg.muted">
        By groups of the meter. Usage goes to the first price of the plan that it fits, so what is narrower stands
        first.
      </Text>
      <Stack gap="4">
        {filters.map(({ group, values }, index) => {
          const offered = groups.includes(group) || group === "" ? groups : [group, ...groups];
          const wrong = said(`/filters/${escaped(group)}`);
          return (
            <Flex key={index} gap="1" borderStartWidth="2px" ps="3" role="group" aria-label={`Filter ${index + 1}`}>
              <Stack gap="3" flex="1" minW="0">
                <Choice
                  form
                  label={`Group of filter ${index + 1}`}
                  value={group}
                  options={[
                    { value: "", label: "Choose a group" },
                    ...offered.map((value) => ({ value, label: value })),
                  ]}
                  onChoose={(next) => change(index, { group: next })}
                />
                <LinesField
                  label={`Values of filter ${index + 1}`}
                  required
                  rows={2}
                  autoComplete="off"
                  spellCheck={false}
                  fontFamily="mono"
                  value={values}
                  onChange={(event) => change(index, { values: event.currentTarget.value })}
                  help='One in each line. true and false are the logical values; "true" in quotes is a text.'
                  error={wrong}
                />
              </Stack>
              <IconButton
                size="sm"
                mt={{ sm: "6" }}
                variant="ghost"
                color="fg.muted"
                aria-label={`Take filter ${index + 1} away`}
                title={`Take filter ${index + 1} away`}
                onClick={() => set(without(filters, index))}
              >
                <CloseIcon />
              </IconButton>
            </Flex>
          );
        })}
        {filters.length < filters_most && (
          <Button
            size="sm"
            alignSelf="flex-start"
            variant="outline"
            colorPalette="gray"
            onClick={() => set([...filters, { group: "", values: "" }])}
          >
            <PlusIcon /> Add a filter
          </Button>
        )}
      </Stack>
    </Fieldset.Root>
  );
}
