import { Box, Button, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useAction } from "../../ui/action";
import { CodeLines } from "../../ui/CodeLines";
import { type Fact, Facts } from "../../ui/Facts";
import { Id } from "../../ui/Id";
import { Instant } from "../../ui/Instant";
import { type Column, Rows } from "../../ui/ListTable";
import { Modal } from "../../ui/Modal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { type Attempt, type Delivery, delivery, type DeliveryDetails, resend } from "./deliveries";
import type { Endpoint } from "./load";
import { DeliveryBadge } from "./parts";
import { useWebhookScope } from "./scope";

const columns: Column<Attempt>[] = [
  { title: "Attempt", cell: ({ attempt }) => attempt },
  { title: "Began", cell: ({ started_at }) => <Instant at={started_at} rough /> },
  { title: "Took", cell: ({ duration_ms }) => `${duration_ms} ms` },
  { title: "Status", cell: ({ status }) => status ?? "–" },
  {
    title: "Answer",
    cell: ({ response, error }) => (
      <Stack gap="1">
        {error !== "" && <Text color="fg.error">{error}</Text>}
        {response !== "" && (
          <Box as="code" fontFamily="mono" fontSize="xs" overflowWrap="anywhere">
            {response}
          </Box>
        )}
        {error === "" && response === "" && "empty"}
      </Stack>
    ),
  },
];

function factsOf(one: DeliveryDetails): readonly Fact[] {
  return [
    ["State", <DeliveryBadge key="state" of={one} />],
    ["Message id", <Id key="message" value={one.message_id} label="the message id" />],
    ["Made", <Instant key="made" at={one.created_at} />],
    ...(one.next_attempt_at === null
      ? []
      : [["Next attempt", <Instant key="next" at={one.next_attempt_at} />] as const]),
    ...(one.ended_at === null ? [] : [["Ended", <Instant key="ended" at={one.ended_at} />] as const]),
  ];
}

/** One delivery: what was sent, and what came of each attempt. */
export function DeliveryView({ endpoint, known, close }: { endpoint: Endpoint; known: Delivery; close: () => void }) {
  const client = useQueryClient();
  const scope = useWebhookScope();
  const asked = useQuery(delivery(scope, endpoint, known));
  const again = useAction(async () => {
    try {
      await resend(scope, endpoint, known);
    } finally {
      await client.invalidateQueries({ queryKey: ["webhook deliveries", endpoint.id] });
    }
    say("It is sent again.");
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
          {scope.mayWrite && endpoint.enabled && (
            <Button loading={again.busy} onClick={() => void send()}>
              Send it again
            </Button>
          )}
          <Button variant="outline" colorPalette="gray" onClick={close}>
            Close
          </Button>
        </>
      }
    >
      {again.problem !== undefined && <ProblemView title="It was not sent again" problem={again.problem} />}
      {asked.isError && one === undefined && (
        <ProblemView
          title="The delivery could not be loaded"
          problem={asked.error}
          retry={() => void asked.refetch()}
        />
      )}
      {asked.isPending && <Skeleton h="64" aria-busy="true" />}
      {one && (
        <>
          <Facts of={factsOf(one)} />
          <CodeLines label="The body as it is sent" text={one.body} />
          {one.attempt_log.length === 0 ? (
            <Text color="fg.muted">It was not tried yet.</Text>
          ) : (
            <Rows
              name="Attempts"
              columns={columns}
              keyOf={({ attempt, started_at }) => `${attempt} ${started_at}`}
              items={one.attempt_log}
            />
          )}
        </>
      )}
    </Modal>
  );
}
