import { Button, Link, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { aboutTenant, api, body } from "../../api/client";
import { useList } from "../../shell/list";
import type { Tenant } from "../../shell/tenant";
import { useAction } from "../../ui/action";
import { CodeLines } from "../../ui/CodeLines";
import { DownloadIcon } from "../../ui/icons";
import { ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { save } from "../../ui/save";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { entryColumns } from "./columns";
import { EntryView } from "./Entry";
import { readFilter, withFilter } from "./filter";
import { Filters } from "./Filters";
import { exportTrail } from "./load";
import { allActions, type Entry, type Names, tenantActions } from "./words";

function fileName(tenant: Tenant | undefined): string {
  return `audit_${(tenant?.key ?? "all").replace(/[^A-Za-z0-9_-]/g, "_")}_${new Date().toISOString().slice(0, 10)}.ndjson`;
}

function Check({ tenant }: { tenant: Tenant | undefined }) {
  const [pages, setPages] = useState(0);
  const action = useAction(async () => {
    const parts = await exportTrail(tenant?.id, setPages);
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

/**
 * The entries of a tenant's chain; without a tenant those of all chains, the platform's too. `wait`: names are on their
 * way; entries that were drawn before would grow under the reader's eyes when they come.
 */
export function Trail({ tenant, names, wait }: { tenant: Tenant | undefined; names: Names; wait: boolean }) {
  const [search, setSearch] = useSearchParams();
  const [open, setOpen] = useState<Entry>();
  const filter = readFilter(search);
  const about = tenant === undefined ? { query: {}, headers: {} } : aboutTenant(tenant.id);
  const list = useList<Entry, { tenant?: string }>(
    ["audit", tenant?.id ?? "", filter],
    ({ query, headers, signal }) =>
      body(api.GET("/api/v1/audit", { params: { query: { ...query, ...filter } }, headers, signal })),
    about,
  );
  const filtered = Object.keys(filter).length > 0;

  return (
    <>
      <title>{tenant === undefined ? "Platform audit · Weir" : "Audit · Weir"}</title>
      <PageHead
        title={tenant === undefined ? "Platform audit" : "Audit"}
        about={
          tenant === undefined
            ? "All chains: those of the tenants, and the platform's own with its people and meters."
            : "Who did what, when and from where, in a chain in which every change would show."
        }
      />
      <Filters
        key={search.toString()}
        filter={filter}
        names={names}
        actions={tenant === undefined ? allActions : tenantActions}
        set={(next) => setSearch(withFilter(search, next))}
      />
      <Stack gap="5">
        <ListTable
          name="Audit entries"
          columns={entryColumns(names, setOpen)}
          keyOf={({ chain, sequence }) => `${chain} ${sequence}`}
          list={wait ? { ...list, items: undefined } : list}
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
        {/* Below the list, so not before it: it would be pushed away. */}
        {!wait && (list.items ?? list.error) && <Check tenant={tenant} />}
      </Stack>
      {open && (
        <EntryView
          entry={open}
          names={names}
          only={(one) => `?${withFilter(search, one).toString()}`}
          close={() => setOpen(undefined)}
        />
      )}
    </>
  );
}
