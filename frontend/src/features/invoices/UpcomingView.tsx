import { Alert, Badge, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { Facts } from "../../ui/Facts";
import { Instant } from "../../ui/Instant";
import { Rows } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { inZone } from "../subscriptions/words";
import { ForecastSection } from "./ForecastSection";
import { lineColumns } from "./LinesTable";
import { type Preview, upcoming } from "./load";
import { Amounts, IdLink } from "./parts";
import { useScope } from "./scope";
import { amountRows, parkedWords, periodWords, previewTitle, taxNotes } from "./words";

type One = Preview["invoices"][number];

/** What would be billed at the end of the month if nothing more were used. */
export function UpcomingView() {
  const scope = useScope();
  const asked = useQuery(upcoming(scope));
  if (asked.isError)
    return (
      <ProblemView
        title="What is upcoming could not be reckoned"
        problem={asked.error}
        retry={() => void asked.refetch()}
      />
    );
  if (!asked.data) return <Skeleton h="64" aria-busy="true" />;
  const { invoices, parks, as_of, read_at } = asked.data;
  const zone = scope.tenant.time_zone;
  return (
    <Stack gap="5">
      <Alert.Root status="info" variant="surface" rounded="lg" alignItems="flex-start">
        <Alert.Indicator />
        <Alert.Content>
          <Alert.Title>This is a preview. Nothing of it is billed.</Alert.Title>
          <Alert.Description>
            It is what was counted so far: what is used until the end of the month comes on top. What that may be is a
            guess, and stands apart.
          </Alert.Description>
        </Alert.Content>
      </Alert.Root>
      {parks && (
        <Alert.Root status="warning" variant="surface" rounded="lg" alignItems="flex-start">
          <Alert.Indicator />
          <Alert.Content>
            <Alert.Title>It would not be billed until somebody has looked at it.</Alert.Title>
            <Alert.Description overflowWrap="anywhere">{parkedWords(parks)}</Alert.Description>
          </Alert.Content>
        </Alert.Root>
      )}
      <Section title="Reckoned">
        <Facts
          of={[
            ["As of the end of the month", inZone(as_of, zone)],
            ["With what was counted until", <Instant key="read" at={read_at} />],
          ]}
        />
      </Section>
      <ForecastSection />
      {invoices.length === 0 && !parks && (
        <Nothing title="Nothing is upcoming" about="Without a plan, or with nothing that costs, no invoice is made." />
      )}
      {invoices.map((one, index) => (
        <Expected key={index} one={one} zone={zone} />
      ))}
    </Stack>
  );
}

function Expected({ one, zone }: { one: One; zone: string }) {
  const title = previewTitle(one);
  return (
    <Section
      title={title}
      about={periodWords(one.period)}
      action={
        <Badge variant="surface" colorPalette="purple">
          preview
        </Badge>
      }
    >
      <Stack gap="5">
        {one.corrects !== null && (
          <Text>
            It is about usage that came after <IdLink id={one.corrects}>another invoice</IdLink>.
          </Text>
        )}
        <Amounts rows={amountRows(one)} notes={taxNotes(one.taxes)} />
        <Rows
          name={`Lines: ${title}`}
          columns={lineColumns({ currency: one.currency, zone })}
          keyOf={({ number }) => `${number}`}
          items={one.lines}
        />
      </Stack>
    </Section>
  );
}
