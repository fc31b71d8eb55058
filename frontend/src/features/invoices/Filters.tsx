import { Box, Button, Flex } from "@chakra-ui/react";
import { type SubmitEvent, useState } from "react";
import { useSearchParams } from "react-router";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { Panel } from "../../ui/Panel";
import { readFilter, withFilter } from "./filter";
import type { Filter, State } from "./load";
import { stateWords } from "./words";

const every = "";
const states = Object.keys(stateWords) as State[];

export function useFilter(): { filter: Filter; set: (filter: Filter) => void; key: string } {
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  return { filter, set: (next) => setSearch(withFilter(search, next)), key: JSON.stringify(filter) };
}

interface Props {
  filter: Filter;
  set: (filter: Filter) => void;
}

export function Filters({ filter, set }: Props) {
  const [text, setText] = useState(filter.search ?? "");
  const written = { search: text.trim() };
  function find(event: SubmitEvent) {
    event.preventDefault();
    set({ ...filter, ...written });
  }
  return (
    <Panel mb="4">
      <form role="search" aria-label="Invoices" onSubmit={find}>
        <Flex gap="4" wrap="wrap" align="flex-end">
          <Choice
            label="State"
            value={filter.state ?? every}
            options={[
              { value: every, label: "Every state" },
              ...states.map((value) => ({ value, label: stateWords[value] })),
            ]}
            onChoose={(value) => {
              const state = states.find((one) => one === value);
              set({ ...(state !== undefined && { state }), ...written });
            }}
          />
          <Box flex="1 1 12rem" maxW={{ md: "xs" }}>
            <TextField
              label="Number"
              narrows
              type="search"
              maxLength={64}
              autoComplete="off"
              spellCheck={false}
              placeholder="All of it, or a part"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </Box>
          <Flex gap="2">
            <Button type="submit" size="sm">
              Find
            </Button>
            <Button
              size="sm"
              variant="outline"
              colorPalette="gray"
              disabled={filter.state === undefined && filter.search === undefined}
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
