import { Badge, Button, Stack, Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useAction } from "../../ui/action";
import { type Column, Rows } from "../../ui/ListTable";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { inZone } from "../subscriptions/words";
import {
  actWords,
  changeCollection,
  collection,
  collectionColors,
  type CollectionDetails,
  collectionWords,
  ofCollections,
  reasonWords,
  resultWords,
} from "./collections";
import type { Invoice } from "./load";
import { useScope, useStaffMay } from "./scope";

type Taken = CollectionDetails["steps"][number];
type Coming = CollectionDetails["coming"][number];

export function CollectionBadge({ state }: { state: CollectionDetails["state"] }) {
  return (
    <Badge variant="surface" colorPalette={collectionColors[state]}>
      {collectionWords[state]}
    </Badge>
  );
}

/** Holds or resumes what is done about an invoice's money, for staff. */
export function HoldOrResume({ of }: { of: Pick<CollectionDetails, "invoice_id" | "invoice_number" | "state"> }) {
  const client = useQueryClient();
  const holds = of.state !== "held";
  const action = useAction(async () => {
    try {
      await changeCollection(of.invoice_id, holds ? "hold" : "resume");
    } finally {
      await client.invalidateQueries({ queryKey: ofCollections });
    }
    say(holds ? `${of.invoice_number} is held: nothing is done about it.` : `${of.invoice_number} goes on.`);
  });
  if (of.state === "ended") return null;
  return (
    <Stack gap="2" align="flex-end">
      <Button
        size="xs"
        variant="outline"
        colorPalette="gray"
        loading={action.busy}
        aria-label={`${holds ? "Hold" : "Resume"} ${of.invoice_number}`}
        onClick={() => void action.start()}
      >
        {holds ? "Hold" : "Resume"}
      </Button>
      {action.problem !== undefined && <ProblemView title="Nothing was changed" problem={action.problem} />}
    </Stack>
  );
}

const standings: Record<CollectionDetails["state"], string> = {
  waiting: "What happens by itself until it is paid.",
  running: "It is late. What was done, and what follows until it is paid.",
  held: "It is held: nothing is done until somebody resumes it.",
  ended: "What was done until it ended.",
};

/** What was done about an invoice's money, and what comes next; nothing shows where nobody is after it. */
export function Collecting({ invoice }: { invoice: Invoice }) {
  const scope = useScope();
  const mayHold = useStaffMay("invoices_write");
  const asked = useQuery({ ...collection(scope, invoice.id), enabled: invoice.finalized_at !== null });
  if (asked.isError) {
    return (
      <ProblemView
        title="What is done about its money could not be loaded"
        problem={asked.error}
        retry={() => void asked.refetch()}
      />
    );
  }
  const found = asked.data;
  if (!found || (found.steps.length === 0 && found.coming.length === 0)) return null;
  const when = (at: string) => inZone(at, scope.tenant.time_zone);
  const taken: Column<Taken>[] = [
    { title: "Taken", cell: ({ taken_at }) => when(taken_at) },
    { title: "Step", cell: ({ act }) => actWords[act] },
    {
      title: "Outcome",
      cell: ({ result, reason }) => [resultWords[result], reasonWords(reason)].filter((one) => one !== "").join(": "),
    },
  ];
  const coming: Column<Coming>[] = [
    { title: "Not before", cell: ({ at }) => when(at) },
    { title: "Step", cell: ({ act }) => actWords[act] },
  ];
  return (
    <Section
      title="Until it is paid"
      about={standings[found.state]}
      action={mayHold ? <HoldOrResume of={found} /> : <CollectionBadge state={found.state} />}
    >
      <Stack gap="4">
        {found.steps.length > 0 && (
          <Rows name="Steps that were taken" columns={taken} keyOf={({ number }) => `${number}`} items={found.steps} />
        )}
        {found.state !== "held" && found.coming.length > 0 && (
          <Rows name="Steps to come" columns={coming} keyOf={({ number }) => `${number}`} items={found.coming} />
        )}
        <Text color="fg.muted" fontSize="xs">
          As the plan {found.plan}, version {found.plan_version}, says. A payment ends it.
        </Text>
      </Stack>
    </Section>
  );
}
