import { Checkbox } from "@chakra-ui/react";
import { problemAt } from "../../api/problem";
import { LinesField, TextField } from "../../ui/Field";
import { textOf } from "../plans/fields";
import { kept } from "./choices";
import type { Draft, Wrong } from "./draft";

interface Props {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  wrong: Wrong;
  problem: unknown;
}

interface TurnProps {
  label: string;
  on: boolean;
  turn: (on: boolean) => void;
}

function Turn({ label, on, turn }: TurnProps) {
  return (
    <Checkbox.Root alignItems="flex-start" checked={on} onCheckedChange={({ checked }) => turn(checked === true)}>
      <Checkbox.HiddenInput />
      <Checkbox.Control mt="0.5" />
      <Checkbox.Label fontWeight="normal">{label}</Checkbox.Label>
    </Checkbox.Root>
  );
}

/** What an endpoint asks for beside event types. */
export function ChoicesFields({ draft, set, wrong, problem }: Props) {
  return (
    <>
      <LinesField
        label="Only events that say"
        rows={2}
        autoComplete="off"
        spellCheck={false}
        fontFamily="mono"
        {...textOf(draft, "filters", set)}
        help="One in each line: data.currency = EUR, CHF. All lines must fit."
        error={wrong.filters ?? problemAt(problem, "/filters")}
      />
      <LinesField
        label="Headers of its own"
        rows={2}
        autoComplete="off"
        spellCheck={false}
        fontFamily="mono"
        {...textOf(draft, "headers", set)}
        help={`One in each line: Authorization: Bearer …. Values are kept secret; ${kept} keeps the one that is there.`}
        error={wrong.headers ?? problemAt(problem, "/headers")}
      />
      <TextField
        label="Deliveries in a second, at most"
        inputMode="numeric"
        maxLength={4}
        autoComplete="off"
        {...textOf(draft, "rate", set)}
        help="1 to 1000. Without it as many as come, eight at a time."
        error={wrong.rate ?? problemAt(problem, "/deliveries_per_second")}
      />
      <Turn
        label="In order: what is about one object goes out one after the other, and waits while one of it fails"
        on={draft.ordered}
        turn={(ordered) => set({ ordered })}
      />
      <Turn
        label="Sign with an Ed25519 key as well (v1a): whoever checks needs no secret"
        on={draft.ed25519}
        turn={(ed25519) => set({ ed25519 })}
      />
    </>
  );
}
