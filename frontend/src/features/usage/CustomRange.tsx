import { Button, Field, HStack, Input } from "@chakra-ui/react";
import { type SubmitEvent, useState } from "react";
import { instantOf, rfc3339, wall } from "../../time/zone";
import type { Question } from "./question";

interface Props {
  question: Question;
  set: (change: Record<string, string | undefined>) => void;
}

/** "2026-11-20T10:00" of the wall in the zone. */
function fieldText(text: string | undefined, zone: string): string {
  return new Date(wall(Date.parse(text ?? ""), zone)).toISOString().slice(0, 16);
}

function instant(field: string, zone: string): string | undefined {
  const at = Date.parse(`${field}:00Z`);
  return Number.isNaN(at) ? undefined : rfc3339(instantOf(at, zone));
}

export function CustomRange({ question, set }: Props) {
  const { zone } = question;
  const [from, setFrom] = useState(() => fieldText(question.from, zone));
  const [to, setTo] = useState(() => fieldText(question.to, zone));
  const ordered = from < to;
  function show(event: SubmitEvent) {
    event.preventDefault();
    const bounds = { from: instant(from, zone), to: instant(to, zone) };
    if (ordered && bounds.from !== undefined && bounds.to !== undefined) set({ range: "custom", ...bounds });
  }
  return (
    <form onSubmit={show}>
      <HStack align="flex-end" wrap="wrap">
        <Field.Root width="auto">
          <Field.Label fontSize="xs" color="fg.muted">
            From ({zone})
          </Field.Label>
          <Input
            size="sm"
            type="datetime-local"
            step={3600}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        </Field.Root>
        <Field.Root width="auto" invalid={!ordered}>
          <Field.Label fontSize="xs" color="fg.muted">
            To, exclusive
          </Field.Label>
          <Input
            size="sm"
            type="datetime-local"
            step={3600}
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
          <Field.ErrorText>This has to be later than the start.</Field.ErrorText>
        </Field.Root>
        <Button type="submit" size="sm" disabled={!ordered}>
          Show
        </Button>
      </HStack>
    </form>
  );
}
