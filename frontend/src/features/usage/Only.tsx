import { Button, Field, Flex, HStack, IconButton, NativeSelect, Skeleton, Tag, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTenant } from "../../shell/tenant";
import { Choice } from "../../ui/Choice";
import { CloseIcon, PlusIcon } from "../../ui/icons";
import { ProblemView } from "../../ui/ProblemView";
import { filterLabel } from "./fold";
import { loadValues, type Meter } from "./load";
import type { Question } from "./question";

interface Props {
  meter: Meter;
  dimensions: readonly string[];
  question: Question;
  toggle: (dimension: string, value: string) => void;
}

/** The filters in force, each taken away by its button, and a way to add one. */
export function Only({ meter, dimensions, question, toggle }: Props) {
  const [adding, setAdding] = useState(false);
  const chips = Object.entries(question.only).flatMap(([name, values]) => values.map((value) => ({ name, value })));
  return (
    <Flex gap="2" wrap="wrap" align="flex-end" mt="4" role="group" aria-label="Filters">
      {chips.map(({ name, value }) => (
        <Tag.Root key={`${name} ${value}`} size="lg" variant="surface" colorPalette="teal" maxW="full">
          <Tag.Label>
            {name}: {filterLabel(value, name)}
          </Tag.Label>
          <Tag.EndElement>
            <Tag.CloseTrigger
              aria-label={`Take the filter ${name}: ${filterLabel(value, name)} away`}
              minW="6"
              display="inline-flex"
              alignItems="center"
              justifyContent="center"
              minH="6"
              onClick={() => toggle(name, value)}
            >
              <CloseIcon size="3" />
            </Tag.CloseTrigger>
          </Tag.EndElement>
        </Tag.Root>
      ))}
      {adding ? (
        <Add
          meter={meter}
          dimensions={dimensions}
          question={question}
          add={(name, value) => {
            toggle(name, value);
            setAdding(false);
          }}
          close={() => setAdding(false)}
        />
      ) : (
        <Button size="xs" variant="outline" colorPalette="gray" onClick={() => setAdding(true)}>
          <PlusIcon size="3" /> Filter
        </Button>
      )}
    </Flex>
  );
}

interface Adding extends Omit<Props, "toggle"> {
  add: (dimension: string, value: string) => void;
  close: () => void;
}

function Add({ meter, dimensions, question, add, close }: Adding) {
  const tenant = useTenant();
  const [dimension, setDimension] = useState(dimensions[0] ?? "subject");
  const { preset, from, to, zone } = question;
  const values = useQuery({
    queryKey: ["values", tenant.id, meter.slug, dimension, preset, from, to, zone],
    queryFn: ({ signal }) => loadValues(question, tenant, meter, dimension, signal),
  });
  const there = new Set(question.only[dimension]);
  const offered = values.data?.filter((value) => !there.has(value)) ?? [];
  return (
    <HStack align="flex-end" wrap="wrap" w={{ base: "full", sm: "auto" }}>
      <Choice
        label="Only where"
        value={dimension}
        options={dimensions.map((value) => ({ value, label: value }))}
        onChoose={setDimension}
      />
      {values.isPending && <Skeleton h="9" w="40" aria-busy="true" />}
      {values.isError && <ProblemView title="The values could not be loaded" problem={values.error} />}
      {values.data && offered.length === 0 && (
        <Text color="fg.muted" minH="9" alignContent="center">
          has no {there.size > 0 ? "other" : ""} values in this period
        </Text>
      )}
      {offered.length > 0 && (
        <Field.Root width={{ base: "full", sm: "auto" }}>
          <Field.Label fontSize="xs" color="fg.muted">
            is
          </Field.Label>
          <NativeSelect.Root size="sm">
            <NativeSelect.Field
              borderColor="border.control"
              value="0"
              onChange={(event) => {
                const chosen = offered[event.currentTarget.selectedIndex - 1];
                if (chosen !== undefined) add(dimension, chosen);
              }}
            >
              <option value="0">Choose a value</option>
              {offered.map((value) => (
                <option key={value} value={`value ${value}`}>
                  {filterLabel(value, dimension)}
                </option>
              ))}
            </NativeSelect.Field>
            <NativeSelect.Indicator />
          </NativeSelect.Root>
        </Field.Root>
      )}
      <IconButton size="sm" variant="ghost" color="fg.muted" aria-label="Add no filter" onClick={close}>
        <CloseIcon />
      </IconButton>
    </HStack>
  );
}
