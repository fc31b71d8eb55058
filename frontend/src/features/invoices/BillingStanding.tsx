import { Alert, Button, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Facts } from "../../ui/Facts";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { inZone } from "../subscriptions/words";
import { billingState } from "./load";
import { Release } from "./Release";
import { useScope, useStaffMay } from "./scope";
import { parkedWords } from "./words";

/** How far a tenant is billed, for staff; and why it is not any further. */
export function BillingStanding() {
  const scope = useScope();
  const mayRelease = useStaffMay("invoices_write");
  const [asking, setAsking] = useState(false);
  const asked = useQuery(billingState(scope));
  if (asked.isError)
    return (
      <ProblemView
        title="How far it is billed could not be loaded"
        problem={asked.error}
        retry={() => void asked.refetch()}
      />
    );
  if (!asked.data) return <Skeleton h="28" aria-busy="true" />;
  const { next_at: next, billed_until: until, parked } = asked.data;
  const at = (instant: string | null, none: string) =>
    instant === null ? none : inZone(instant, scope.tenant.time_zone);
  return (
    <Section
      title="Billing"
      action={
        parked &&
        mayRelease && (
          <Button size="sm" onClick={() => setAsking(true)}>
            Bill it again
          </Button>
        )
      }
    >
      <Stack gap="4">
        {parked && (
          <Alert.Root status="warning" variant="surface" rounded="lg" alignItems="flex-start">
            <Alert.Indicator />
            <Alert.Content>
              <Alert.Title>It is parked: nothing is billed since {at(parked.at, "")}.</Alert.Title>
              <Alert.Description overflowWrap="anywhere">{parkedWords(parked)}</Alert.Description>
            </Alert.Content>
          </Alert.Root>
        )}
        {next === null ? (
          <Text color="fg.muted">It never subscribed to anything, so nothing is billed.</Text>
        ) : (
          <Facts
            of={[
              ["Billed until", at(until, "not yet")],
              ["Next invoices are as of", at(next, "")],
            ]}
          />
        )}
      </Stack>
      {asking && <Release tenant={scope.tenant.id} name={scope.tenant.name} close={() => setAsking(false)} />}
    </Section>
  );
}
