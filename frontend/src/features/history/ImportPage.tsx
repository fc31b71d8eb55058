import { Stack } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router";
import { hasCode } from "../../api/problem";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { usePlatformMay } from "../../shell/standing";
import { type Fact, Facts } from "../../ui/Facts";
import { Id } from "../../ui/Id";
import { Instant } from "../../ui/Instant";
import { PageHead } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { Back } from "../invoices/parts";
import { AddRows } from "./AddRows";
import { ImportActions } from "./ImportActions";
import { historyImport, type Import, ofImports } from "./load";
import { historyBase, rangeWords, StateBadge } from "./parts";
import { PreviewTable } from "./PreviewTable";

const poll_ms = 2000;

function factsOf(of: Import): readonly Fact[] {
  return [
    ["State", <StateBadge key="state" of={of} />],
    ["Replaces", rangeWords(of)],
    ["Rows that count", of.rows],
    ["Sent again", of.duplicates],
    ["Sent again with something else", of.conflicts],
    ["Refused by the meter", of.refused],
    ...(of.state === "imported"
      ? ([
          ["Replaced", `${of.replaced_events ?? 0} events in ${of.replaced_cells ?? 0} hourly cells`],
          ["By", `${of.imported_cells ?? 0} hourly cells`],
        ] as const)
      : []),
    ["Begun", <Instant key="begun" at={of.created_at} />],
    ["Started", <Instant key="started" at={of.started_at} />],
    ["Imported", <Instant key="imported" at={of.imported_at} />],
    ...(of.canceled_at !== null ? ([["Given up", <Instant key="canceled" at={of.canceled_at} />]] as const) : []),
    ["Id", <Id key="id" value={of.id} label="the id" />],
  ];
}

function ImportView({ of }: { of: Import }) {
  const client = useQueryClient();
  const mayWrite = usePlatformMay("history_write");
  const [receipt, setReceipt] = useState<string>();
  const title = `${of.meter} of ${of.tenant_key}`;

  async function added(last: string) {
    setReceipt(last);
    await client.invalidateQueries({ queryKey: ofImports });
  }

  return (
    <>
      <title>{`${title} · Weir`}</title>
      <PageHead title={title} about="An import of past usage." />
      <Stack gap="5">
        <Section title="Import">
          <Stack gap="4">
            <Facts of={factsOf(of)} />
            {mayWrite && (of.state === "open" || of.state === "started") && <ImportActions of={of} />}
          </Stack>
        </Section>
        {mayWrite && of.state === "open" && (
          <Section
            title="Rows"
            about="From a file. A file that was sent in part is sent again: each of its rows counts once."
          >
            <AddRows to={of} added={added} />
          </Section>
        )}
        {of.state !== "canceled" && (
          <Section title="What it changes">
            <PreviewTable of={of} after={receipt} />
          </Section>
        )}
      </Stack>
    </>
  );
}

export function ImportPage() {
  const { import: id = "" } = useParams();
  const asked = useQuery({
    ...historyImport(id),
    // Rows are counted, and it takes its place, while nobody asks.
    refetchInterval: ({ state: { data } }) => (data?.state === "open" || data?.state === "started" ? poll_ms : false),
  });
  const back = <Back to={historyBase}>All imports</Back>;
  if (hasCode(asked.error, "history_import_not_found")) {
    return (
      <>
        <title>No import · Weir</title>
        {back}
        <PageHead title="There is no import with this id" about="It may be mistyped: imports are never deleted." />
      </>
    );
  }
  if (asked.data) {
    return (
      <>
        {back}
        <ImportView key={id} of={asked.data} />
      </>
    );
  }
  if (!asked.isError) return <PageSkeleton />;
  return (
    <>
      <title>Past usage · Weir</title>
      {back}
      <ProblemView title="The import could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
    </>
  );
}
