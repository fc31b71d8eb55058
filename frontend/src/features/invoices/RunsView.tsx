import { Alert, Badge, Link, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { Link as RouterLink } from "react-router";
import { useKeptSearch } from "../../shell/tenant";
import { Facts } from "../../ui/Facts";
import { Instant, instantWords } from "../../ui/Instant";
import { type Column, Rows } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { type Runs, runs } from "./load";
import {
  isSoonAnother,
  lastTrouble,
  progressWords,
  reportWords,
  type Run,
  runColors,
  runWords,
  troubleWords,
} from "./runs";

const poll_ms = 2000;

/** How billing goes: who is due, what the runs did, and what went wrong last. */
export function RunsView() {
  const asked = useQuery({
    ...runs,
    refetchInterval: ({ state: { data } }) => (data && isSoonAnother(data) ? poll_ms : 30_000),
  });
  if (asked.data) return <Shown of={asked.data} />;
  if (!asked.isError) return <Skeleton h="64" aria-busy="true" />;
  return <ProblemView title="The runs could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />;
}

const columns: Column<Run>[] = [
  {
    title: "Run",
    cell: ({ state, attempts }) => (
      <Stack gap="0" align="flex-start">
        <Badge variant="surface" colorPalette={runColors[state]}>
          {runWords[state]}
        </Badge>
        {attempts > 1 && (
          <Text color="fg.muted" fontSize="xs">
            attempt {attempts}
          </Text>
        )}
      </Stack>
    ),
  },
  { title: "Begins", cell: ({ started_at, due_at }) => <Instant at={started_at ?? due_at} rough /> },
  { title: "Ended", cell: ({ finished_at }) => <Instant at={finished_at} rough /> },
  { title: "Tenants", cell: progressWords },
  { title: "What it did", cell: ({ report }) => reportWords(report) },
  { title: "What went wrong", cell: (run) => troubleWords(run) || "–" },
];

function Shown({ of }: { of: Runs }) {
  const kept = useKeptSearch();
  const trouble = lastTrouble(of);
  return (
    <Stack gap="5">
      {trouble && (
        <Alert.Root status="warning" variant="surface" rounded="lg" alignItems="flex-start">
          <Alert.Indicator />
          <Alert.Content>
            <Alert.Title>
              What went wrong last,{" "}
              {instantWords(trouble.finished_at ?? trouble.started_at ?? trouble.created_at, false)}
            </Alert.Title>
            <Alert.Description overflowWrap="anywhere">{troubleWords(trouble)}</Alert.Description>
          </Alert.Content>
        </Alert.Root>
      )}
      <Section title="Who is due" about="A run bills whose time has come and whose usage is counted to there.">
        <Facts
          of={[
            ["Tenants that ever subscribed", of.tenants],
            ["Billed by the next run", of.due],
            ["Due, but not counted so far", of.waiting],
            [
              "Parked",
              of.parked === 0 ? (
                0
              ) : (
                <Link key="parked" asChild textDecoration="underline">
                  <RouterLink to={`/all-invoices/parked${kept}`}>{of.parked}</RouterLink>
                </Link>
              ),
            ],
            ["The earliest is due", <Instant key="next" at={of.next_at} />],
            ["Usage is counted until", <Instant key="through" at={of.data_through} />],
          ]}
        />
      </Section>
      {of.runs.length === 0 ? (
        <Nothing title="There was no run yet" about="One comes each hour, and when a tenant is subscribed." />
      ) : (
        <Rows name="Runs of invoices" columns={columns} keyOf={({ id }) => id} items={of.runs} />
      )}
    </Stack>
  );
}
