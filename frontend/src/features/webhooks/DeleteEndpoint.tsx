import { Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { Confirm } from "../../ui/Confirm";
import { say } from "../../ui/said";
import { type Endpoint, remove } from "./load";
import { ownerOf, useWebhookScope } from "./scope";

interface Props {
  endpoint: Endpoint;
  /** Whether it is being deleted: meanwhile, and afterwards, it is not to be asked for. */
  deleting?: (is: boolean) => void;
  done?: () => void;
  close: () => void;
}

export function DeleteEndpoint({ endpoint, deleting, done, close }: Props) {
  const client = useQueryClient();
  const scope = useWebhookScope();

  async function drop() {
    deleting?.(true);
    await client.cancelQueries({ queryKey: ["webhook deliveries", endpoint.id] });
    try {
      await remove(scope, endpoint);
    } catch (failed) {
      deleting?.(false);
      await client.invalidateQueries({ queryKey: ["webhooks"] });
      throw failed;
    }
    done?.();
    await client.invalidateQueries({ queryKey: ["webhooks", ownerOf(scope)], exact: true });
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
