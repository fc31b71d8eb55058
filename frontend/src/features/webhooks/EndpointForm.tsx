import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { problemAt } from "../../api/problem";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { textOf } from "../plans/fields";
import { ChoicesFields } from "./ChoicesFields";
import { type Draft, draftOf, emptyDraft, toSend, wrongWith } from "./draft";
import { EventTypesField } from "./EventTypesField";
import { change, type Endpoint, make, type WithSecret } from "./load";
import { useWebhookScope } from "./scope";

interface Props {
  /** Nothing: a new one. */
  endpoint?: Endpoint;
  /** Gets the only answer that has the secret. */
  made?: (endpoint: WithSecret) => void;
  close: () => void;
}

/** A new endpoint, or what can be changed of one that is there. */
export function EndpointForm({ endpoint, made, close }: Props) {
  const client = useQueryClient();
  const scope = useWebhookScope();
  const [once] = useState(onceKeys);
  const [draft, setDraft] = useState<Draft>(() => (endpoint ? draftOf(endpoint) : emptyDraft));
  // As it was when this was opened: the page behind asks for it again and again.
  const [before] = useState(endpoint);
  const [tried, setTried] = useState(false);
  const wrong = tried ? wrongWith(draft) : {};
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const action = useAction(async () => {
    let answer: WithSecret | undefined;
    try {
      if (before) await change(scope, before, toSend(draft, before));
      else answer = await make(once, scope, toSend(draft));
    } finally {
      await client.invalidateQueries({ queryKey: ["webhooks"] });
    }
    if (answer) made?.(answer);
    else {
      say("The endpoint is changed.");
      close();
    }
  });

  function send() {
    setTried(true);
    if (Object.keys(wrongWith(draft)).length === 0) void action.start();
  }

  return (
    <FormModal
      title={endpoint ? "Change the endpoint" : "New webhook endpoint"}
      act={endpoint ? "Keep it" : "Make it"}
      busy={action.busy}
      send={send}
      close={close}
    >
      {action.problem !== undefined && <ProblemView title="Nothing was kept" problem={action.problem} />}
      <TextField
        label="URL"
        required
        type="url"
        maxLength={2048}
        autoComplete="off"
        spellCheck={false}
        placeholder="https://"
        {...textOf(draft, "url", set)}
        help="Events are posted there. It answers 2xx within 15 seconds."
        error={wrong.url ?? problemAt(action.problem, "/url")}
      />
      <TextField
        label="Description"
        maxLength={200}
        autoComplete="off"
        {...textOf(draft, "description", set)}
        help="For people: whose system it is."
        error={problemAt(action.problem, "/description")}
      />
      <EventTypesField draft={draft} set={set} wrong={wrong} problem={action.problem} />
      <ChoicesFields draft={draft} set={set} wrong={wrong} problem={action.problem} />
    </FormModal>
  );
}
