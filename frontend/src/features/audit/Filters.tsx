import { Button, Flex } from "@chakra-ui/react";
import { type SubmitEvent, useId, useState } from "react";
import { fieldOf, instantIn } from "../../time/field";
import { readerZone } from "../../time/reader";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { useNarrow } from "../../ui/narrow";
import { Panel } from "../../ui/Panel";
import type { Filter } from "./filter";
import { actionWords, type Names } from "./words";

const everything = "";

interface Props {
  filter: Filter;
  names: Names;
  actions: readonly string[];
  set: (filter: Filter) => void;
}

export function Filters({ filter, names, actions, set }: Props) {
  const known = useId();
  const [actor, setActor] = useState(filter.actor ?? "");
  const [subject, setSubject] = useState(filter.subject ?? "");
  const [from, setFrom] = useState(fieldOf(filter.from, readerZone()));
  const [to, setTo] = useState(fieldOf(filter.to, readerZone()));
  const narrow = useNarrow();
  const used = Object.keys(filter).some((member) => member !== "type");
  const [opened, setOpened] = useState(used);
  const ordered = from === "" || to === "" || from < to;
  const types = filter.type === undefined || actions.includes(filter.type) ? actions : [filter.type, ...actions];

  function written(): Filter {
    const [start, end] = [instantIn(from, readerZone()), instantIn(to, readerZone())];
    return {
      ...(filter.type !== undefined && { type: filter.type }),
      ...(actor.trim() && { actor: actor.trim() }),
      ...(subject.trim() && { subject: subject.trim() }),
      ...(start !== undefined && { from: start }),
      ...(end !== undefined && { to: end }),
    };
  }

  function show(event: SubmitEvent) {
    event.preventDefault();
    if (ordered) set(written());
  }

  function chooseType(type: string) {
    const next = written();
    delete next.type;
    set(type === everything ? next : { ...next, type });
  }

  const zone = readerZone();
  return (
    <Panel mb="4">
      <form onSubmit={show} aria-label="Filters">
        <Flex gap="4" wrap="wrap" align="flex-end">
          <Choice
            label="What was done"
            value={filter.type ?? everything}
            options={[
              { value: everything, label: "Everything" },
              ...types.map((value) => ({ value, label: actionWords(value) })),
            ]}
            onChoose={chooseType}
          />
          {narrow && !opened ? (
            <Button size="sm" variant="outline" colorPalette="gray" onClick={() => setOpened(true)}>
              More filters
            </Button>
          ) : (
            <>
              <Flex flex="1 1 9rem" maxW={{ md: "xs" }}>
                <TextField
                  label="Who"
                  narrows
                  list={known}
                  autoComplete="off"
                  spellCheck={false}
                  placeholder="usr_… or key_…"
                  value={actor}
                  onChange={(event) => setActor(event.currentTarget.value)}
                />
              </Flex>
              <datalist id={known}>
                {[...names].map(([id, name]) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </datalist>
              <Flex flex="1 1 9rem" maxW={{ md: "xs" }}>
                <TextField
                  label="Done to"
                  narrows
                  spellCheck={false}
                  autoComplete="off"
                  placeholder="key_…, usr_…"
                  value={subject}
                  onChange={(event) => setSubject(event.currentTarget.value)}
                />
              </Flex>
              <Flex flex="1 1 12rem" maxW={{ md: "13rem" }}>
                <TextField
                  label={`From (${zone})`}
                  narrows
                  type="datetime-local"
                  value={from}
                  onChange={(event) => setFrom(event.currentTarget.value)}
                />
              </Flex>
              <Flex flex="1 1 12rem" maxW={{ md: "13rem" }}>
                <TextField
                  label="To, exclusive"
                  narrows
                  type="datetime-local"
                  value={to}
                  onChange={(event) => setTo(event.currentTarget.value)}
                  error={ordered ? undefined : "This has to be later than the start."}
                />
              </Flex>
              <Flex gap="2">
                <Button type="submit" size="sm" disabled={!ordered}>
                  Show
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
            </>
          )}
        </Flex>
      </form>
    </Panel>
  );
}
