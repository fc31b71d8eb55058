import { Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useKeptSearch } from "../../shell/tenant";
import { useAction } from "../../ui/action";
import { type ActionOf, ActionRow } from "../../ui/ActionRow";
import { Confirm } from "../../ui/Confirm";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { DeleteEndpoint } from "./DeleteEndpoint";
import { EndpointForm } from "./EndpointForm";
import { change, type Endpoint, type WithSecret } from "./load";
import { NewSecret } from "./NewSecret";
import { RotateKey } from "./RotateKey";
import { aboutOverlap, type Overlap, RotateSecret } from "./RotateSecret";
import { useWebhookScope } from "./scope";

type Open =
  | { what: "change" | "disable" | "rotate" | "rotate key" | "delete" }
  | { what: "rotated"; endpoint: WithSecret; overlap: Overlap };

/** What can be done to an endpoint. */
export function EndpointActions({ endpoint, deleting }: { endpoint: Endpoint; deleting: (is: boolean) => void }) {
  const client = useQueryClient();
  const scope = useWebhookScope();
  const navigate = useNavigate();
  const kept = useKeptSearch();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const { enabled } = endpoint;

  async function turn(to: boolean) {
    try {
      await change(scope, endpoint, { enabled: to });
    } finally {
      await Promise.all([
        client.invalidateQueries({ queryKey: ["webhooks"] }),
        client.invalidateQueries({ queryKey: ["webhook deliveries", endpoint.id] }),
      ]);
    }
    say(to ? "The endpoint is enabled." : "The endpoint is disabled.");
  }
  const enable = useAction(() => turn(true));

  const buttons: readonly ActionOf[] = [
    ["Change", () => setOpen({ what: "change" })],
    ["Rotate the secret", () => setOpen({ what: "rotate" })],
    ...(endpoint.ed25519 ? [["Rotate the key", () => setOpen({ what: "rotate key" })] as const] : []),
    enabled ? ["Disable", () => setOpen({ what: "disable" })] : ["Enable", () => void enable.start()],
    ["Delete", () => setOpen({ what: "delete" }), true],
  ];

  return (
    <Stack gap="3">
      {enable.problem !== undefined && <ProblemView title="It was not enabled" problem={enable.problem} />}
      <ActionRow actions={buttons} busy={enable.busy ? "Enable" : undefined} />
      {open?.what === "change" && <EndpointForm endpoint={endpoint} close={close} />}
      {open?.what === "rotate" && (
        <RotateSecret
          endpoint={endpoint}
          made={(now, overlap) => setOpen({ what: "rotated", endpoint: now, overlap })}
          close={close}
        />
      )}
      {open?.what === "rotate key" && <RotateKey endpoint={endpoint} close={close} />}
      {open?.what === "rotated" && <NewSecret made={open.endpoint} about={aboutOverlap(open.overlap)} close={close} />}
      {open?.what === "disable" && (
        <Confirm
          title="Disable the endpoint?"
          act="Disable it"
          failed="The endpoint was not disabled"
          danger
          run={() => turn(false)}
          close={close}
        >
          <Text>
            Nothing is sent there until it is enabled again. What waits has failed; afterwards it can be sent again.
          </Text>
        </Confirm>
      )}
      {open?.what === "delete" && (
        <DeleteEndpoint
          endpoint={endpoint}
          deleting={deleting}
          done={() => void navigate(scope.base + kept)}
          close={close}
        />
      )}
    </Stack>
  );
}
