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
import { wrongWithSecret } from "./draft";
import { ofProviders, type Provider, rotate, secretsOf } from "./providers";
import { inSentence, wordsOf } from "./words";

/** How long the old secret counts beside the new one, in seconds. */
const overlaps = [
  { value: "0", label: "Not at all" },
  { value: "3600", label: "One hour" },
  { value: "86400", label: "One day" },
  { value: "604800", label: "7 days" },
] as const;
type Overlap = (typeof overlaps)[number]["value"];

/** Gives the signing secret, the first one or another one. */
export function RotateSigning({ provider, close }: { provider: Provider; close: () => void }) {
  const client = useQueryClient();
  const [once] = useState(onceKeys);
  const [secret, setSecret] = useState("");
  const [tried, setTried] = useState(false);
  const [overlap, setOverlap] = useState<Overlap>("86400");
  const isFirst = secretsOf(provider, "signing").length === 0;
  const words = wordsOf[provider.provider];
  const what = inSentence(words.proof);
  const wrong = tried ? wrongWithSecret(secret.trim(), provider.provider) : undefined;
  const action = useAction(async () => {
    try {
      await rotate(once, provider, secret.trim(), isFirst ? 0 : parseInt(overlap, 10));
    } finally {
      await client.invalidateQueries({ queryKey: ofProviders });
    }
    say(`The ${what} is kept.`);
    close();
  });

  function send() {
    setTried(true);
    if (wrongWithSecret(secret.trim(), provider.provider) === undefined) void action.start();
  }

  return (
    <FormModal
      title={isFirst ? `Give the ${what}` : `Replace the ${what}`}
      act="Keep it"
      busy={action.busy}
      send={send}
      close={close}
      size="sm"
    >
      {action.problem !== undefined && <ProblemView title={`The ${what} was not kept`} problem={action.problem} />}
      <TextField
        label={words.proof}
        required
        type="password"
        autoComplete="off"
        spellCheck={false}
        maxLength={255}
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
        help={words.proofHelp}
        error={wrong ?? problemAt(action.problem, "/secret")}
      />
      {!isFirst && (
        <Choice
          form
          label="The old one counts beside it for"
          value={overlap}
          options={overlaps}
          onChoose={(value) => setOverlap(overlaps.find((one) => one.value === value)?.value ?? "86400")}
          help={words.proofRotated}
          error={problemAt(action.problem, "/overlap_seconds")}
        />
      )}
    </FormModal>
  );
}
