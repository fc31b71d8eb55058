import { Button, HStack, Link, Stack, Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useAction } from "../../ui/action";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import type { Invoice } from "./load";
import { pushesOf, pushWords, retryPushes } from "./pushes";
import { useStaffMay } from "./scope";

/** What Stripe was told of an invoice, for staff; nothing shows where nobody is told. */
export function Pushed({ invoice }: { invoice: Invoice }) {
  const client = useQueryClient();
  const mayRead = useStaffMay("payment_providers_read");
  const mayWrite = useStaffMay("payment_providers_write");
  const of = pushesOf(invoice.id);
  const asked = useQuery({ ...of, enabled: mayRead && invoice.finalized_at !== null });
  const again = useAction(async () => {
    try {
      await retryPushes(invoice.id);
    } finally {
      await client.invalidateQueries({ queryKey: of.queryKey });
    }
    say("It is tried again within seconds.");
  });
  if (asked.isError) {
    return (
      <ProblemView
        title="What Stripe was told could not be loaded"
        problem={asked.error}
        retry={() => void asked.refetch()}
      />
    );
  }
  if (!asked.data || asked.data.length === 0) return null;
  const failed = asked.data.some(({ state }) => state === "failed");
  return (
    <Section title="At Stripe">
      <Stack gap="2">
        {asked.data.map((one) => (
          <HStack key={one.payment_provider_id} gap="2" wrap="wrap">
            <Text color={one.state === "failed" ? "fg.error" : "fg"} overflowWrap="anywhere">
              {pushWords(one)}
            </Text>
            {one.url !== null && (
              <Link href={one.url} target="_blank" rel="noreferrer" colorPalette="blue">
                Hosted invoice page
              </Link>
            )}
          </HStack>
        ))}
        {failed && mayWrite && (
          <HStack>
            <Button
              size="xs"
              variant="outline"
              colorPalette="gray"
              loading={again.busy}
              onClick={() => void again.start()}
            >
              Try again
            </Button>
          </HStack>
        )}
        {again.problem !== undefined && <ProblemView title="It is not tried again" problem={again.problem} />}
      </Stack>
    </Section>
  );
}
