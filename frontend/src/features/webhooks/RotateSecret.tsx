import { Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { useAction } from "../../ui/action";
import { Choice } from "../../ui/Choice";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { type Endpoint, rotate, type WithSecret } from "./load";
import { useWebhookScope } from "./scope";

/** How long the old secret signs beside the new one, in seconds. */
export const overlaps = [
  { value: "0", label: "Not at all" },
  { value: "3600", label: "One hour" },
  { value: "86400", label: "One day" },
  { value: "604800", label: "7 days" },
] as const;
export type Overlap = (typeof overlaps)[number]["value"];

/** What a rotation does to the secret that it replaces. */
export function aboutOverlap(overlap: Overlap): string {
  if (overlap === "0") return "The old secret signs nothing any more.";
  const words = overlaps.find(({ value }) => value === overlap)?.label.toLowerCase() ?? "";
  return `For ${words} the old secret signs beside it: whoever checks with either of them is right.`;
}

interface Props {
  endpoint: Endpoint;
  made: (now: WithSecret, overlap: Overlap) => void;
  close: () => void;
}

export function RotateSecret({ endpoint, made, close }: Props) {
  const client = useQueryClient();
  const scope = useWebhookScope();
  const [once] = useState(onceKeys);
  const [overlap, setOverlap] = useState<Overlap>("86400");
  const action = useAction(async () => {
    let now: WithSecret;
    try {
      now = await rotate(once, scope, endpoint, parseInt(overlap, 10));
    } finally {
      await client.invalidateQueries({ queryKey: ["webhooks"] });
    }
    made(now, overlap);
  });

  return (
    <FormModal
      title="Rotate the secret"
      act="Make the new secret"
      busy={action.busy}
      send={() => void action.start()}
      close={close}
      size="sm"
    >
      {action.problem !== undefined && <ProblemView title="The secret was not rotated" problem={action.problem} />}
      <Text>What is sent from now on is signed with a new secret.</Text>
      <Choice
        form
        label="The old secret signs beside it for"
        value={overlap}
        options={overlaps}
        onChoose={(value) => setOverlap(overlaps.find((one) => one.value === value)?.value ?? "86400")}
        help="Long enough to give the new one to the program that checks. Three can be in use at once."
      />
    </FormModal>
  );
}
