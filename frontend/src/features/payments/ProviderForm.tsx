import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { problemAt } from "../../api/problem";
import { useAction } from "../../ui/action";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { textOf } from "../plans/fields";
import { type Draft, draftOf, emptyDraft, toChange, toConnect, wrongWith } from "./draft";
import { change, connect, ofProviders, type Provider, secretsOf } from "./providers";
import { inSentence, providerKinds, wordsOf } from "./words";

interface Props {
  /** Nothing: a new one. */
  provider?: Provider;
  made?: (provider: Provider) => void;
  close: () => void;
}

/** An account that is connected, or what can be changed of one that is there. */
export function ProviderForm({ provider, made, close }: Props) {
  const client = useQueryClient();
  const [once] = useState(onceKeys);
  const [draft, setDraft] = useState<Draft>(() => (provider ? draftOf(provider) : emptyDraft));
  // As it was when this was opened: the page behind may ask for it again.
  const [before] = useState(provider);
  const [tried, setTried] = useState(false);
  const wrong = tried ? wrongWith(draft) : {};
  const words = wordsOf[draft.provider];
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const action = useAction(async () => {
    let now: Provider;
    try {
      now = before ? await change(before, toChange(draft)) : await connect(once, toConnect(draft));
    } finally {
      await client.invalidateQueries({ queryKey: ofProviders });
    }
    say(before ? "The account is changed." : "The account is connected.");
    close();
    made?.(now);
  });

  function send() {
    setTried(true);
    if (Object.keys(wrongWith(draft)).length === 0) void action.start();
  }

  const secretive = { autoComplete: "off", spellCheck: false, type: "password", maxLength: 255 } as const;
  return (
    <FormModal
      title={before ? "Change the account" : "Connect an account"}
      act={before ? "Keep it" : "Connect it"}
      busy={action.busy}
      send={send}
      close={close}
    >
      {action.problem !== undefined && <ProblemView title="Nothing was kept" problem={action.problem} />}
      {!before && (
        <Choice
          form
          label="Provider"
          value={draft.provider}
          options={providerKinds.map((value) => ({ value, label: wordsOf[value].name }))}
          onChoose={(value) => set({ provider: providerKinds.find((one) => one === value) ?? "stripe" })}
          help="Whose account it is. It stays as it is."
        />
      )}
      <TextField
        label="Name"
        required
        maxLength={200}
        autoComplete="off"
        {...textOf(draft, "name", set)}
        help="For people: whose account it is."
        error={wrong.name ?? problemAt(action.problem, "/name")}
      />
      {!before && (
        <>
          <TextField
            label="Slug"
            required
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            {...textOf(draft, "slug", set)}
            help="The last part of the address that its webhooks are sent to. It stays as it is."
            error={wrong.slug ?? problemAt(action.problem, "/slug")}
          />
          <Choice
            form
            label="Mode"
            value={draft.live ? "live" : "test"}
            options={[
              { value: "test", label: "Test: no money moves" },
              { value: "live", label: "Live: money moves" },
            ]}
            onChoose={(value) => set({ live: value === "live" })}
            help="Events of the other mode are refused. It stays as it is."
          />
        </>
      )}
      {draft.provider === "paypal" && (
        <TextField
          label="Client id"
          autoComplete="off"
          spellCheck={false}
          maxLength={255}
          {...textOf(draft, "client", set)}
          help="Of the app in PayPal's developer dashboard."
          error={wrong.client ?? problemAt(action.problem, "/client_id")}
        />
      )}
      <TextField
        label={before && secretsOf(before, "api_key").length > 0 ? `Another ${inSentence(words.key)}` : words.key}
        {...secretive}
        {...textOf(draft, "key", set)}
        help="Stored sealed and never shown again. Without one its events are taken, and no payment is made through it."
        error={wrong.key ?? problemAt(action.problem, "/api_key")}
      />
      {!before && (
        <TextField
          label={words.proof}
          {...secretive}
          {...textOf(draft, "secret", set)}
          help={`${words.name} makes it for the address of the webhooks: it can be given afterwards.`}
          error={wrong.secret ?? problemAt(action.problem, "/signing_secret")}
        />
      )}
    </FormModal>
  );
}
