import { Badge, Button, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { usePlatformMay } from "../../shell/standing";
import { useAction } from "../../ui/action";
import { CodeLines } from "../../ui/CodeLines";
import { type Fact, Facts } from "../../ui/Facts";
import { Id } from "../../ui/Id";
import { InnerLink } from "../../ui/InnerLink";
import { Instant } from "../../ui/Instant";
import { Modal } from "../../ui/Modal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { details, eventColors, indented, ofEvents, type ProviderEvent, rerun } from "./inbox";
import { providersBase } from "./providerParts";

/** How an event stands, and why. */
export function EventBadge({ of: { state, outcome } }: { of: ProviderEvent }) {
  return (
    <Stack gap="0" align="flex-start">
      <Badge variant="surface" colorPalette={eventColors[state]}>
        {state}
      </Badge>
      {outcome !== "" && (
        <Text color="fg.muted" fontSize="xs">
          {outcome}
        </Text>
      )}
    </Stack>
  );
}

function factsOf(one: ProviderEvent): readonly Fact[] {
  const id = (label: string, value: string | null): readonly Fact[] =>
    value === null || value === ""
      ? []
      : [[label, <Id key={label} value={value} label={`the ${label.toLowerCase()}`} />]];
  return [
    ["State", <EventBadge key="state" of={one} />],
    ...(one.detail === "" ? [] : [["Why", one.detail] as const]),
    ...id("Event id", one.event_id),
    ...id("Object id", one.object_id),
    ...id("Payment id", one.payment_id),
    ...id("Command id", one.command_id),
    [
      "Account",
      <InnerLink key="account" to={`${providersBase}/${one.payment_provider_id}`}>
        {one.payment_provider_id}
      </InnerLink>,
    ],
    ["Happened", <Instant key="happened" at={one.occurred_at} />],
    ["Received", <Instant key="received" at={one.received_at} />],
    ["Came", one.source === "webhook" ? "as a webhook" : "from the provider's list of events"],
    ["Attempts", `${one.attempts}`],
    ...(one.ended_at === null ? [] : [["Ended", <Instant key="ended" at={one.ended_at} />] as const]),
    ...(one.api_version === "" ? [] : [["API version", one.api_version] as const]),
  ];
}

/** One event: what was sent, and what came of it. */
export function EventView({ known, close }: { known: ProviderEvent; close: () => void }) {
  const client = useQueryClient();
  const mayWrite = usePlatformMay("payment_providers_write");
  const asked = useQuery(details(known));
  const again = useAction(async () => {
    try {
      await rerun(known);
    } finally {
      await client.invalidateQueries({ queryKey: ofEvents });
    }
    say("It is applied once more.");
  });
  async function send() {
    if (await again.start()) close();
  }
  const one = asked.data;

  return (
    <Modal
      title={known.type}
      size="lg"
      read
      close={close}
      footer={
        <>
          {mayWrite && one !== undefined && one.state !== "pending" && (
            <Button loading={again.busy} onClick={() => void send()}>
              Apply it once more
            </Button>
          )}
          <Button variant="outline" colorPalette="gray" onClick={close}>
            Close
          </Button>
        </>
      }
    >
      {again.problem !== undefined && <ProblemView title="It was not applied once more" problem={again.problem} />}
      {asked.isError && one === undefined && (
        <ProblemView title="The event could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
      )}
      {asked.isPending && <Skeleton h="64" aria-busy="true" />}
      {one && (
        <>
          <Facts of={factsOf(one)} />
          <CodeLines label="The body as it was received" text={indented(one.body)} />
        </>
      )}
    </Modal>
  );
}
