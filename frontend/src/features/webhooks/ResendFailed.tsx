import { Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemAt } from "../../api/problem";
import { fieldOf, instantIn } from "../../time/field";
import { readerZone } from "../../time/reader";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { resendFailed } from "./deliveries";
import type { Endpoint } from "./load";
import { useWebhookScope } from "./scope";

const day_ms = 86_400_000;

function countWords(count: number): string {
  if (count === 0) return "None had failed since.";
  return count === 1 ? "One is sent again." : `${count} are sent again.`;
}

/** Everything that failed since a time, once more. */
export function ResendFailed({ endpoint, close }: { endpoint: Endpoint; close: () => void }) {
  const client = useQueryClient();
  const scope = useWebhookScope();
  const zone = readerZone();
  const [since, setSince] = useState(() => fieldOf(new Date(Date.now() - day_ms).toISOString(), zone));
  const [tried, setTried] = useState(false);
  const instant = instantIn(since, zone);
  const action = useAction(async () => {
    const count = await resendFailed(scope, endpoint, instant ?? "");
    await client.invalidateQueries({ queryKey: ["webhook deliveries", endpoint.id] });
    say(countWords(count));
  });

  async function send() {
    setTried(true);
    if (instant !== undefined && (await action.start())) close();
  }

  return (
    <FormModal
      title="Send failed deliveries again"
      act="Send them again"
      busy={action.busy}
      send={() => void send()}
      close={close}
      size="sm"
    >
      {action.problem !== undefined && <ProblemView title="Nothing was sent again" problem={action.problem} />}
      <Text>With the ids that they had: a program that has seen one of them knows it again.</Text>
      <TextField
        label={`Made since (${zone})`}
        required
        type="datetime-local"
        value={since}
        onChange={(event) => setSince(event.currentTarget.value)}
        error={tried && instant === undefined ? "A date and a time." : problemAt(action.problem, "/since")}
      />
    </FormModal>
  );
}
