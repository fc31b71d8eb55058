import { Button, Link, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { api, body } from "../../api/client";
import { useTenantList } from "../../shell/list";
import { NotAllowed } from "../../shell/NotAllowed";
import { useMay } from "../../shell/standing";
import { type Tenant, useTenant } from "../../shell/tenant";
import { useAction } from "../../ui/action";
import { CodeLines } from "../../ui/CodeLines";
import { DownloadIcon } from "../../ui/icons";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { save } from "../../ui/save";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { EntryView } from "./Entry";
import { readFilter, withFilter } from "./filter";
import { Filters } from "./Filters";
import { exportTrail, namesIn } from "./load";
import { actionWords, actorWords, type Entry, subjectWords } from "./words";

function fileName(tenant: Tenant): string {
  return `audit_${tenant.key.replace(/[^A-Za-z0-9_-]/g, "_")}_${new Date().toISOString().slice(0, 10)}.ndjson`;
}

function Check({ tenant }: { tenant: Tenant }) {
  const [pages, setPages] = useState(0);
  const action = useAction(async () => {
    const parts = await exportTrail(tenant.id, setPages);
    save(fileName(tenant), "application/x-ndjson", parts);
    say("The trail is saved with its proofs.");
  });
  return (
    <Section
      title="Check it yourself"
      about="Each entry has the hash of the one before it, and signed checkpoints say what the chain was. The export has all of it, and the program that checks it needs neither this server nor its database."
      action={
        <Button
          size="sm"
          variant="outline"
          colorPalette="gray"
          loading={action.busy}
          loadingText={pages > 0 ? `Page ${pages}` : "Export"}
          onClick={() => void action.start()}
        >
          <DownloadIcon /> Export with proofs
        </Button>
      }
    >
      <Stack gap="3">
        {action.problem !== undefined && <ProblemView title="The trail was not exported" problem={action.problem} />}
        <CodeLines
          label="Check an export, offline"
          text={`weir audit verify ${fileName(tenant)} --keys weir-audit-keys.json`}
        />
        <Text color="fg.muted">
          Keep{" "}
          <Link href="/.well-known/weir-audit-keys.json" download="weir-audit-keys.json" textDecoration="underline">
            weir-audit-keys.json
          </Link>
          , the keys that sign checkpoints, somewhere else, and older exports too: with{" "}
          <code>--against older.ndjson</code> a tail that was cut off shows.
        </Text>
      </Stack>
    </Section>
  );
}

export default function AuditPage() {
  return useMay("audit_read") ? <Trail /> : <NotAllowed title="Audit" who="owners and admins" />;
}

function Trail() {
  const tenant = useTenant();
  const [search, setSearch] = useSearchParams();
  const [open, setOpen] = useState<Entry>();
  const filter = readFilter(search);
  const list = useTenantList<Entry>(
    "audit",
    ({ query, headers, signal }) =>
      body(api.GET("/api/v1/audit", { params: { query: { ...query, ...filter } }, headers, signal })),
    filter,
  );
  const names = useQuery(namesIn(tenant, useMay("api_keys_read"))).data ?? new Map<string, string>();
  const filtered = Object.keys(filter).length > 0;

  const columns: Column<Entry>[] = [
    { title: "When", cell: ({ occurred_at }) => <Instant at={occurred_at} /> },
    { title: "What", cell: ({ type }) => <Text title={type}>{actionWords(type)}</Text> },
    { title: "Who", cell: ({ actor }) => <Text title={actor}>{actorWords(actor, names)}</Text> },
    { title: "Done to", cell: (entry) => <Text title={entry.subject}>{subjectWords(entry, names)}</Text> },
    { title: "Address", cell: ({ address }) => address ?? "–" },
    {
      title: "More",
      quiet: true,
      cell: (entry) => (
        <Button
          size="xs"
          variant="outline"
          colorPalette="gray"
          aria-label={`Details of entry ${entry.sequence}`}
          onClick={() => setOpen(entry)}
        >
          Details
        </Button>
      ),
    },
  ];
  return (
    <>
      <title>Audit · Weir</title>
      <PageHead title="Audit" about="Who did what, when and from where, in a chain in which every change would show." />
      <Filters
        key={search.toString()}
        filter={filter}
        names={names}
        set={(next) => setSearch(withFilter(search, next))}
      />
      <Stack gap="5">
        <ListTable
          name="Audit entries"
          columns={columns}
          keyOf={({ chain, sequence }) => `${chain} ${sequence}`}
          list={list}
          empty={
            <Nothing
              title={filtered ? "Nothing fits these filters" : "Nothing was done yet"}
              about={
                filtered
                  ? "Ids are compared as a whole: usr_… for people, key_… for API keys, staff:usr_… for staff of the platform."
                  : "Keys that are made, roles that are changed and everything else of that kind stands here within seconds."
              }
            />
          }
        />
        <Check tenant={tenant} />
      </Stack>
      {open && (
        <EntryView
          entry={open}
          names={names}
          only={(one) => `/audit?${withFilter(search, one).toString()}`}
          close={() => setOpen(undefined)}
        />
      )}
    </>
  );
}
