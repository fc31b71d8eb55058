import { Badge, Button, HStack, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { usePlatformMay } from "../../shell/standing";
import { useAction } from "../../ui/action";
import { Confirm } from "../../ui/Confirm";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { type MeterExport, putExport, removeExport, same, useMeterExports } from "./exports";
import { MeterExportForm } from "./MeterExportForm";
import { ofProviders } from "./providers";

const about =
  "What was used, said hour by hour to meters at Stripe, and said anew when late events come. " +
  "Make each meter there with hourly pre-aggregation (event_time_window: hour).";

function Hours({ of: { hours, troubles } }: { of: MeterExport }) {
  return (
    <Stack gap="0">
      <Text>{`${hours.sent} sent, ${hours.pending} waiting, ${hours.failed} refused`}</Text>
      {troubles.map(({ state, code, message, hours: many }) => (
        <Text key={`${state} ${code}`} fontSize="xs" color={state === "failed" ? "fg.error" : "fg.muted"}>
          {`${many} ${state === "failed" ? "refused" : "waiting"}: ${code}${message && ` (${message})`}`}
        </Text>
      ))}
    </Stack>
  );
}

const columns: Column<MeterExport>[] = [
  {
    title: "Meter",
    cell: ({ meter, enabled }) => (
      <HStack gap="2" wrap="wrap">
        <span>{meter}</span>
        {!enabled && <Badge variant="surface">paused</Badge>}
      </HStack>
    ),
  },
  { title: "Event name", cell: ({ event_name }) => event_name },
  { title: "From", cell: ({ from }) => <Instant at={from} rough /> },
  { title: "Up to", cell: ({ exported_to }) => (exported_to === null ? "–" : <Instant at={exported_to} rough />) },
  { title: "Hours of tenants", cell: (one) => <Hours of={one} /> },
];

function Actions({ account, of }: { account: string; of: MeterExport }) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  async function run(act: () => Promise<unknown>, said: string) {
    try {
      await act();
    } finally {
      await client.invalidateQueries({ queryKey: ofProviders });
    }
    say(said);
  }
  const turn = useAction(() =>
    run(
      () => putExport(account, of.meter_id, { ...same(of), enabled: !of.enabled }),
      of.enabled ? "The export is paused." : "The export goes on.",
    ),
  );
  const again = useAction(() =>
    run(() => putExport(account, of.meter_id, same(of)), "What was refused is said again."),
  );
  const problem = turn.problem ?? again.problem;
  const small = { size: "xs", variant: "outline", colorPalette: "gray" } as const;
  return (
    <Stack gap="2" align="flex-end">
      <HStack gap="2" wrap="wrap" justify="flex-end">
        {of.enabled && of.hours.failed > 0 && (
          <Button {...small} loading={again.busy} onClick={() => void again.start()}>
            Say again
          </Button>
        )}
        <Button {...small} loading={turn.busy} onClick={() => void turn.start()}>
          {of.enabled ? "Pause" : "Go on"}
        </Button>
        <Button {...small} colorPalette="red" onClick={() => setAsking(true)}>
          Remove
        </Button>
      </HStack>
      {problem !== undefined && <ProblemView title="The export was not changed" problem={problem} />}
      {isAsking && (
        <Confirm
          title={`Export ${of.meter} no more?`}
          act="Remove it"
          failed="The export was not removed"
          danger
          run={() => run(() => removeExport(account, of.meter_id), "The export is removed.")}
          close={() => setAsking(false)}
        >
          <Text>What Stripe was told stays there. Nothing that changes is said any more.</Text>
        </Confirm>
      )}
    </Stack>
  );
}

/** Meters that are exported to an account, and how far. */
export function MeterExports({ account }: { account: string }) {
  const mayWrite = usePlatformMay("payment_providers_write");
  const list = useMeterExports(account);
  const [isOpen, setOpen] = useState(false);
  const shown: Column<MeterExport>[] = mayWrite
    ? [...columns, { title: "Actions", quiet: true, cell: (one) => <Actions account={account} of={one} /> }]
    : columns;
  return (
    <Section
      title="Usage at Stripe's meters"
      about={about}
      action={
        mayWrite && (
          <Button size="sm" variant="outline" colorPalette="gray" onClick={() => setOpen(true)}>
            Export a meter
          </Button>
        )
      }
    >
      <ListTable
        name="Exported meters"
        columns={shown}
        keyOf={({ meter_id }) => meter_id}
        list={list}
        empty={<Text color="fg.muted">No meter is exported.</Text>}
      />
      {isOpen && <MeterExportForm account={account} close={() => setOpen(false)} />}
    </Section>
  );
}
