import { Button, Field, HStack, Input } from "@chakra-ui/react";
import { type SubmitEvent, useState } from "react";
import { fieldOf, instantIn } from "../../time/field";
import type { Question } from "./question";

interface Props {
  question: Question;
  set: (change: Record<string, string | undefined>) => void;
}

export function CustomRange({ question, set }: Props) {
  const { zone } = question;
  const [from, setFrom] = useState(() => fieldOf(question.from, zone));
  const [to, setTo] = useState(() => fieldOf(question.to, zone));
  const ordered = from < to;
  function show(event: SubmitEvent) {
    event.preventDefault();
    const bounds = { from: instantIn(from, zone), to: instantIn(to, zone) };
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
