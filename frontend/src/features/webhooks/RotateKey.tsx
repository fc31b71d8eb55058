import { Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { useAction } from "../../ui/action";
import { Choice } from "../../ui/Choice";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { type Endpoint, rotateKey } from "./load";
import { type Overlap, overlaps } from "./RotateSecret";
import { useWebhookScope } from "./scope";

export function RotateKey({ endpoint, close }: { endpoint: Endpoint; close: () => void }) {
  const client = useQueryClient();
  const scope = useWebhookScope();
  const [once] = useState(onceKeys);
  const [overlap, setOverlap] = useState<Overlap>("86400");
  const action = useAction(async () => {
    try {
      await rotateKey(once, scope, endpoint, parseInt(overlap, 10));
    } finally {
      await client.invalidateQueries({ queryKey: ["webhooks"] });
    }
    say("The endpoint has a new key.");
    close();
  });

  return (
    <FormModal
      title="Rotate the Ed25519 key"
      act="Make the new key"
      busy={action.busy}
      send={() => void action.start()}
      close={close}
      size="sm"
    >
      {action.problem !== undefined && <ProblemView title="The key was not rotated" problem={action.problem} />}
      <Text>What is sent from now on is signed with a new key, whose public half the endpoint's page shows.</Text>
      <Choice
        form
        label="The old key signs beside it for"
        value={overlap}
        options={overlaps}
        onChoose={(value) => setOverlap(overlaps.find((one) => one.value === value)?.value ?? "86400")}
        help="Long enough to give the new one to the program that checks. Three can be in use at once."
      />
    </FormModal>
  );
}
