import { Alert, Button, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { meters } from "../meters/load";
import { useTenant } from "../../shell/tenant";
import { CodeLines } from "../../ui/CodeLines";
import { eventLines, listKeysLines, metersLines } from "../../ui/lines";
import { Modal } from "../../ui/Modal";
import type { NewKey } from "./keys";

const exampleMeter = { event_type: "completion", value_property: "$.tokens", group_by: {} };

/** The secret, this once, with lines that work as they are. */
export function NewSecret({ made, about, close }: { made: NewKey; about: string | undefined; close: () => void }) {
  const tenant = useTenant();
  const known = useQuery(meters(tenant.id));
  const { secret, scopes } = made;
  const lines = scopes.includes("ingest")
    ? eventLines(known.data?.[0] ?? exampleMeter, tenant, secret)
    : scopes.includes("query")
      ? metersLines(secret)
      : listKeysLines(secret);
  return (
    <Modal
      title={`The key "${made.name}"`}
      close={close}
      stays
      size="lg"
      footer={<Button onClick={close}>I have stored it</Button>}
    >
      <Alert.Root status="warning" variant="surface" rounded="lg">
        <Alert.Indicator />
        <Alert.Title fontWeight="normal">
          This is the only time that the secret is shown. Weir keeps a hash of it and nothing else.
        </Alert.Title>
      </Alert.Root>
      {about !== undefined && <Text>{about}</Text>}
      <CodeLines label="Secret" text={secret} />
      <Text>{scopes.includes("ingest") ? "Send a first event with it:" : "Try it:"}</Text>
      <CodeLines label="Lines for a shell" text={lines} />
    </Modal>
  );
}
