import { Box, Button, Flex } from "@chakra-ui/react";
import { type SubmitEvent, useState } from "react";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { Panel } from "../../ui/Panel";
import { type EventFilter, eventStates, type TextMember } from "./inbox";
import { useProviders } from "./providers";

const every = "";
const fields: readonly (readonly [Exclude<TextMember, "account">, label: string, like: string])[] = [
  ["type", "Type", "charge.refunded"],
  ["object", "Object", "pi_…, ch_…, re_…"],
  ["event", "Event", "evt_…"],
];

interface Props {
  filter: EventFilter;
  set: (filter: EventFilter) => void;
}

/** Which events are shown. */
export function InboxFilters({ filter, set }: Props) {
  const [texts, setTexts] = useState({
    type: filter.type ?? "",
    object: filter.object ?? "",
    event: filter.event ?? "",
  });
  const accounts = useProviders().items ?? [];
  // One that is linked to is there before the accounts are.
  const known = accounts.map(({ id, name }) => ({ value: id, label: name }));
  const chosen = filter.account ?? every;
  const options =
    known.some(({ value }) => value === chosen) || chosen === every
      ? known
      : [...known, { value: chosen, label: chosen }];
  const written = { type: texts.type.trim(), object: texts.object.trim(), event: texts.event.trim() };
  function find(event: SubmitEvent) {
    event.preventDefault();
    set({ ...filter, ...written });
  }
  return (
    <Panel mb="4">
      <form role="search" aria-label="Provider events" onSubmit={find}>
        <Flex gap="4" wrap="wrap" align="flex-end">
          <Choice
            label="State"
            value={filter.state ?? every}
            options={[{ value: every, label: "Every state" }, ...eventStates.map((value) => ({ value, label: value }))]}
            onChoose={(value) => {
              const state = eventStates.find((one) => one === value);
              set({ account: chosen, ...written, ...(state !== undefined && { state }) });
            }}
          />
          <Choice
            label="Account"
            value={chosen}
            options={[{ value: every, label: "Every account" }, ...options]}
            onChoose={(account) => set({ ...filter, ...written, account })}
          />
          {fields.map(([member, label, like]) => (
            <Box key={member} flex="1 1 9rem" maxW={{ md: "2xs" }}>
              <TextField
                label={label}
                narrows
                type="search"
                maxLength={255}
                autoComplete="off"
                spellCheck={false}
                placeholder={like}
                value={texts[member]}
                onChange={(event) => setTexts({ ...texts, [member]: event.currentTarget.value })}
              />
            </Box>
          ))}
          <Flex gap="2">
            <Button type="submit" size="sm">
              Find
            </Button>
            <Button
              size="sm"
              variant="outline"
              colorPalette="gray"
              disabled={Object.keys(filter).length === 0}
              onClick={() => set({})}
            >
              Show all
            </Button>
          </Flex>
        </Flex>
      </form>
    </Panel>
  );
}
