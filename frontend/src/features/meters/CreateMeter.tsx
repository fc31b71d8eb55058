import { Box, Button, Flex, IconButton, SimpleGrid, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client";
import { onceKey } from "../../api/once";
import { problemAt } from "../../api/problem";
import { useAction } from "../../ui/action";
import { Choice } from "../../ui/Choice";
import { CodeLines } from "../../ui/CodeLines";
import { TextField } from "../../ui/Field";
import { CloseIcon, PlusIcon } from "../../ui/icons";
import { exampleEvent } from "../../ui/lines";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { type Aggregation, aggregationWords, emptyDraft, isRight, toSend, wrongWith } from "./draft";

const aggregations = Object.keys(aggregationWords) as Aggregation[];

export function CreateMeter({ close }: { close: () => void }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(emptyDraft);
  const [tried, setTried] = useState(false);
  const [once] = useState(onceKey);
  const action = useAction(async () => {
    await api.POST("/api/v1/meters", { params: { header: { "Idempotency-Key": once } }, body: toSend(draft) });
    await client.invalidateQueries({ queryKey: ["meters"] });
    say(`${draft.name || draft.slug} counts from now on.`);
  });
  const wrong = wrongWith(draft);
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const text = (name: "slug" | "name" | "eventType" | "value" | "unit" | "description") => ({
    value: draft[name],
    onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
  });
  const setGroup = (index: number, part: { name?: string; path?: string }) =>
    change({ groups: draft.groups.map((group, at) => (at === index ? { ...group, ...part } : group)) });
  // Said when it was tried, or as soon as something that cannot become right stands there.
  const said = (name: "slug" | "eventType" | "value", pointer: string) =>
    (tried || (name !== "eventType" && draft[name] !== "") ? wrong[name] : undefined) ??
    problemAt(action.problem, pointer);

  async function send() {
    setTried(true);
    if (isRight(wrong) && (await action.start())) close();
  }

  return (
    <FormModal
      title="New meter"
      act="Make the meter"
      size="lg"
      busy={action.busy}
      send={() => void send()}
      close={close}
    >
      {action.problem !== undefined && <ProblemView title="The meter was not made" problem={action.problem} />}
      <SimpleGrid columns={{ base: 1, md: 2 }} gap="4">
        <TextField
          label="Slug"
          required
          spellCheck={false}
          fontFamily="mono"
          {...text("slug")}
          help="Its name in addresses; it stays as it is."
          error={said("slug", "/slug")}
        />
        <TextField label="Name" maxLength={255} {...text("name")} help="For people." />
        <TextField
          label="Event type"
          required
          spellCheck={false}
          fontFamily="mono"
          {...text("eventType")}
          help="Events with this type count."
          error={said("eventType", "/event_type")}
        />
        <TextField label="Unit" maxLength={64} {...text("unit")} help="For people: GB, requests." />
        <Choice
          form
          label="Aggregation"
          width="full"
          value={draft.aggregation}
          options={aggregations.map((value) => ({ value, label: `${value}: ${aggregationWords[value]}` }))}
          onChoose={(value) => change({ aggregation: aggregations.find((one) => one === value) ?? "SUM" })}
        />
        {draft.aggregation !== "COUNT" && (
          <TextField
            label="Value"
            required
            spellCheck={false}
            fontFamily="mono"
            placeholder="$.tokens"
            {...text("value")}
            help="Where in data the value stands, as a JSONPath."
            error={said("value", "/value_property")}
          />
        )}
      </SimpleGrid>
      <TextField label="Description" maxLength={2000} {...text("description")} />
      <Box as="section" aria-label="Groups">
        <Text fontWeight="medium">Groups</Text>
        <Text color="fg.muted" mb="2">
          By what the usage can be told apart later. They cannot be added afterwards.
        </Text>
        <Stack gap="3">
          {draft.groups.map((group, index) => (
            <Flex key={index} gap="2" align="flex-start">
              <TextField
                label={`Name of group ${index + 1}`}
                required
                size="sm"
                fontFamily="mono"
                placeholder="model"
                value={group.name}
                onChange={(event) => setGroup(index, { name: event.currentTarget.value })}
                error={tried ? wrong.groups[index] : undefined}
              />
              <TextField
                label={`Path of group ${index + 1}`}
                required
                size="sm"
                fontFamily="mono"
                placeholder="$.model"
                value={group.path}
                onChange={(event) => setGroup(index, { path: event.currentTarget.value })}
              />
              <IconButton
                size="sm"
                mt="6"
                variant="ghost"
                color="fg.muted"
                aria-label={`Take group ${index + 1} away`}
                onClick={() => change({ groups: draft.groups.filter((_, at) => at !== index) })}
              >
                <CloseIcon />
              </IconButton>
            </Flex>
          ))}
          <Button
            size="sm"
            alignSelf="flex-start"
            variant="outline"
            colorPalette="gray"
            onClick={() => change({ groups: [...draft.groups, { name: "", path: "" }] })}
          >
            <PlusIcon /> Add a group
          </Button>
        </Stack>
      </Box>
      {draft.eventType.trim() !== "" && (
        <CodeLines
          label="An event that it counts"
          text={JSON.stringify(exampleEvent(toSend(draft), { key: "…" }), null, 2)}
        />
      )}
    </FormModal>
  );
}
