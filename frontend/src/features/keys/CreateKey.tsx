import { Checkbox, Fieldset, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { aboutTenant, api, body } from "../../api/client";
import { onceKey } from "../../api/once";
import { problemAt } from "../../api/problem";
import { useTenant } from "../../shell/tenant";
import { useAction } from "../../ui/action";
import { Choice } from "../../ui/Choice";
import { LinesField, TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import {
  expiryOf,
  type Lifetime,
  lifetimes,
  networksIn,
  type NewKey,
  type Scope,
  scopes,
  scopeWords,
  wrongNetworks,
} from "./keys";
import { withSecret } from "./withSecret";

/** Asks what the key is for. `made` gets the only answer that has the secret. */
export function CreateKey({ made, close }: { made: (key: NewKey) => void; close: () => void }) {
  const tenant = useTenant();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Scope[]>(["ingest"]);
  const [lifetime, setLifetime] = useState<Lifetime>("90");
  const [tried, setTried] = useState(false);
  const [networks, setNetworks] = useState("");
  const [once] = useState(onceKey);
  // The same in every attempt: a repetition has to be the same request.
  const [opened] = useState(() => Date.now());
  const allowed = networksIn(networks);
  const action = useAction(async () => {
    const key = await body(
      api.POST("/api/v1/api-keys", {
        params: { header: { "Idempotency-Key": once } },
        headers: aboutTenant(tenant.id).headers,
        body: {
          name: name.trim(),
          scopes: [...chosen],
          tenant_id: tenant.id,
          expires_at: expiryOf(lifetime, opened),
          ...(allowed.length > 0 && { allowed_cidrs: allowed }),
        },
      }),
    );
    await client.invalidateQueries({ queryKey: ["api keys"] });
    made(withSecret(key, "POST /api/v1/api-keys"));
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
        error={problemAt(action.problem, "/expires_at")}
      />
      <LinesField
        label="May be used from"
        rows={3}
        autoComplete="off"
        spellCheck={false}
        fontFamily="mono"
        value={networks}
        onChange={(event) => setNetworks(event.currentTarget.value)}
        help="Addresses or networks, one in each line: 192.0.2.7 or 2001:db8::/32. Empty: from anywhere."
        error={wrongNetworks(action.problem, allowed)}
      />
    </FormModal>
  );
}
