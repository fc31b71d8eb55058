import { Checkbox, Fieldset, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { aboutTenant, api, body } from "../../api/client";
import { onceKey } from "../../api/once";
import { ApiProblem, problemAt } from "../../api/problem";
import { useTenant } from "../../shell/tenant";
import { useAction } from "../../ui/action";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { expiryOf, lifetimes, type NewKey, type Scope, scopes, scopeWords } from "./keys";

// The first answer was lost on its way, and a repetition does not have it.
const lostSecret = new ApiProblem(
  201,
  "secret_not_shown_again",
  "An earlier attempt has made this key, and its secret is not shown again. Revoke it and make another one.",
  undefined,
  "POST /api/v1/api-keys",
);

/** Asks what the key is for. `made` gets the only answer that has the secret. */
export function CreateKey({ made, close }: { made: (key: NewKey) => void; close: () => void }) {
  const tenant = useTenant();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Scope[]>(["ingest"]);
  const [lifetime, setLifetime] = useState<(typeof lifetimes)[number]["value"]>("90");
  const [tried, setTried] = useState(false);
  const [once] = useState(onceKey);
  const action = useAction(async () => {
    const key = await body(
      api.POST("/api/v1/api-keys", {
        params: { header: { "Idempotency-Key": once } },
        headers: aboutTenant(tenant.id).headers,
        body: {
          name: name.trim(),
          scopes: [...chosen],
          tenant_id: tenant.id,
          expires_at: expiryOf(lifetime, Date.now()),
        },
      }),
    );
    await client.invalidateQueries({ queryKey: ["api keys"] });
    if (!("secret" in key)) throw lostSecret;
    made(key);
  });
  const nameless = name.trim() === "";
  const scopeless = chosen.length === 0;

  function send() {
    setTried(true);
    if (!nameless && !scopeless) void action.start();
  }

  return (
    <FormModal title="New API key" act="Make the key" busy={action.busy} send={send} close={close}>
      {action.problem !== undefined && <ProblemView title="The key was not made" problem={action.problem} />}
      <TextField
        label="Name"
        required
        maxLength={255}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        help="For what or whom it is, for example the program that gets it."
        error={tried && nameless ? "A key without a name is hard to revoke later." : problemAt(action.problem, "/name")}
      />
      <Fieldset.Root invalid={tried && scopeless}>
        <Fieldset.Legend>What it may do</Fieldset.Legend>
        <Fieldset.Content mt="2">
          {scopes.map((scope) => (
            <Checkbox.Root
              key={scope}
              alignItems="flex-start"
              checked={chosen.includes(scope)}
              onCheckedChange={({ checked }) =>
                setChosen(scopes.filter((one) => (one === scope ? checked === true : chosen.includes(one))))
              }
            >
              <Checkbox.HiddenInput />
              <Checkbox.Control mt="0.5" />
              <Checkbox.Label>
                <span>{scope}</span>
                <Text as="span" display="block" color="fg.muted" fontWeight="normal">
                  {scopeWords[scope]}
                </Text>
              </Checkbox.Label>
            </Checkbox.Root>
          ))}
        </Fieldset.Content>
        <Fieldset.ErrorText>Choose one at least.</Fieldset.ErrorText>
      </Fieldset.Root>
      <Choice
        form
        label="Expires after"
        value={lifetime}
        options={lifetimes}
        onChoose={(value) => setLifetime(lifetimes.find((one) => one.value === value)?.value ?? "90")}
      />
    </FormModal>
  );
}
