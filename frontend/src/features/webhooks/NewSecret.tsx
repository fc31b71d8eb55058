import { Alert, Button, Text } from "@chakra-ui/react";
import { CodeLines } from "../../ui/CodeLines";
import { Modal } from "../../ui/Modal";
import type { WithSecret } from "./load";

/** The secret that signs, this once. */
export function NewSecret({ made, about, close }: { made: WithSecret; about: string; close: () => void }) {
  return (
    <Modal
      title="The endpoint's secret"
      close={close}
      stays
      size="lg"
      footer={<Button onClick={close}>I have stored it</Button>}
    >
      <Alert.Root status="warning" variant="surface" rounded="lg">
        <Alert.Indicator />
        <Alert.Title fontWeight="normal">This is the only time that the secret is shown.</Alert.Title>
      </Alert.Root>
      <Text overflowWrap="anywhere">{about}</Text>
      <CodeLines label="Secret" text={made.secret} />
      <Text>
        Every delivery is signed with it, as Standard Webhooks has it. The page of the endpoint shows how a program
        checks that.
      </Text>
    </Modal>
  );
}
