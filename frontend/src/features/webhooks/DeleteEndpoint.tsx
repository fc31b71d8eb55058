import { Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { Confirm } from "../../ui/Confirm";
import { say } from "../../ui/said";
import { type Endpoint, remove } from "./load";
import { useWebhookScope } from "./scope";

interface Props {
  endpoint: Endpoint;
  /** Before what is shown of it is asked for again. */
  done?: () => void;
  close: () => void;
}

export function DeleteEndpoint({ endpoint, done, close }: Props) {
  const client = useQueryClient();
  const scope = useWebhookScope();

  async function drop() {
    try {
      await remove(scope, endpoint);
      done?.();
    } finally {
      await client.invalidateQueries({ queryKey: ["webhooks"] });
    }
    say("The endpoint is deleted.");
  }

  return (
    <Confirm
      title="Delete the endpoint?"
      act="Delete it"
      failed="The endpoint was not deleted"
      danger
      run={drop}
      close={close}
    >
      <Text overflowWrap="anywhere">{endpoint.url}</Text>
      <Text>Nothing is sent there any more, what waits neither, and its secret and deliveries go with it.</Text>
    </Confirm>
  );
}
