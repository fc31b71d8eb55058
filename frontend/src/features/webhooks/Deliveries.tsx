import { Box, Button, HStack, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAction } from "../../ui/action";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { type Delivery, type DeliveryFilter, sendTest, useDeliveries } from "./deliveries";
import { DeliveryFilters } from "./DeliveryFilters";
import { DeliveryView } from "./DeliveryView";
import type { Endpoint } from "./load";
import { DeliveryBadge } from "./parts";
import { ResendFailed } from "./ResendFailed";
import { useWebhookScope } from "./scope";

/** When it ended, or goes on. */
function When({ of: { state, ended_at, next_attempt_at } }: { of: Delivery }) {
  if (state !== "waiting") return <Instant at={ended_at} rough />;
  if (next_attempt_at === null) return "after the one before it";
  return (
    <>
      next <Instant at={next_attempt_at} rough />
    </>
  );
}

function attemptWords({ attempts, last_status }: Delivery): string {
  return last_status === null ? `${attempts}` : `${attempts}, last ${last_status}`;
}

/** What was sent to an endpoint, the newest first, and what can be sent to it by hand. */
export function Deliveries({ endpoint }: { endpoint: Endpoint }) {
  const client = useQueryClient();
  const scope = useWebhookScope();
  const [filter, setFilter] = useState<DeliveryFilter>({});
  const [open, setOpen] = useState<{ what: "one"; delivery: Delivery } | { what: "failed" }>();
  const close = () => setOpen(undefined);
  const list = useDeliveries(scope, endpoint, filter);
  const test = useAction(async () => {
    await sendTest(scope, endpoint);
    await client.invalidateQueries({ queryKey: ["webhook deliveries", endpoint.id] });
    say("A test event is on its way.");
  });

  const columns: Column<Delivery>[] = [
    { title: "Made", cell: ({ created_at }) => <Instant at={created_at} rough /> },
    {
      title: "Event",
      cell: ({ type }) => (
        <Box as="code" fontFamily="mono" fontSize="xs" overflowWrap="anywhere">
          {type}
        </Box>
      ),
    },
    { title: "State", cell: (one) => <DeliveryBadge of={one} /> },
    { title: "Attempts", cell: attemptWords },
    { title: "Ended or next", cell: (one) => <When of={one} /> },
    {
      title: "More",
      quiet: true,
      cell: (one) => (
        <Button
          size="xs"
          variant="outline"
          colorPalette="gray"
          aria-label={`Details of ${one.message_id}`}
          onClick={() => setOpen({ what: "one", delivery: one })}
        >
          Details
        </Button>
      ),
    },
  ];

  return (
    <Section
      title="Deliveries"
      about="The newest first. What fails is tried again for about three days."
      action={
        scope.mayWrite &&
        endpoint.enabled && (
          <HStack gap="2" wrap="wrap">
            <Button size="sm" loading={test.busy} onClick={() => void test.start()}>
              Send a test event
            </Button>
            <Button size="sm" variant="outline" colorPalette="gray" onClick={() => setOpen({ what: "failed" })}>
              Send failed ones again
            </Button>
          </HStack>
        )
      }
    >
      <Stack gap="4">
        {test.problem !== undefined && <ProblemView title="No test was sent" problem={test.problem} />}
        {!endpoint.enabled && (
          <Text color="fg.muted">The endpoint is disabled: nothing is sent to it, and nothing can be sent again.</Text>
        )}
        <DeliveryFilters filter={filter} set={setFilter} />
        <ListTable
          name="What was sent"
          columns={columns}
          keyOf={({ id }) => id}
          list={list}
          empty={
            Object.keys(filter).length === 0 ? (
              <Nothing
                title="Nothing was sent yet"
                about="What happens is here within seconds, when the endpoint is told of it."
              />
            ) : (
              <Nothing title="No delivery fits" about="Another state or another event may have what is looked for." />
            )
          }
        />
      </Stack>
      {open?.what === "one" && <DeliveryView endpoint={endpoint} known={open.delivery} close={close} />}
      {open?.what === "failed" && <ResendFailed endpoint={endpoint} close={close} />}
    </Section>
  );
}
