import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { aboutTenant, api, body } from "../../api/client";
import { useList } from "../../shell/list";
import { useKeptSearch } from "../../shell/tenant";
import { Facts } from "../../ui/Facts";
import { Instant } from "../../ui/Instant";
import { ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { Section } from "../../ui/Section";
import { entryColumns } from "../audit/columns";
import { EntryView } from "../audit/Entry";
import { everybody, namesIn, onTheirWay } from "../audit/load";
import type { Entry } from "../audit/words";
import type { Invoice } from "./load";
import { useScope, useScopeMay } from "./scope";

/** What became of it: from the audit trail for who may read that, else when it changed. */
export function History({ invoice }: { invoice: Invoice }) {
  return useScopeMay("audit_read") ? <Entries invoice={invoice} /> : <Dates invoice={invoice} />;
}

function Dates({ invoice: { created_at, finalized_at, updated_at } }: { invoice: Invoice }) {
  return (
    <Section title="History">
      <Facts
        of={[
          ["Made", <Instant key="made" at={created_at} />],
          ["Finalized", <Instant key="finalized" at={finalized_at} />],
          ["Last changed", <Instant key="changed" at={updated_at} />],
        ]}
      />
    </Section>
  );
}

function useNames() {
  const { tenant, inside } = useScope();
  const mayList = useScopeMay("users_list");
  const mayKeys = useScopeMay("api_keys_read");
  const members = useQuery({ ...namesIn(tenant, mayKeys), enabled: inside });
  const all = useQuery({ ...everybody, enabled: !inside && mayList });
  const asked = inside ? members : all;
  return { names: asked.data ?? new Map<string, string>(), wait: onTheirWay(asked) };
}

function Entries({ invoice }: { invoice: Invoice }) {
  const { tenant, inside } = useScope();
  const kept = useKeptSearch();
  const { names, wait } = useNames();
  const [open, setOpen] = useState<Entry>();
  const list = useList<Entry, { tenant?: string }>(
    ["audit", tenant.id, { subject: invoice.id, inside, version: invoice.version }],
    ({ query, headers, signal }) => {
      const params = { query: { ...query, subject: invoice.id } };
      return body(api.GET("/api/v1/audit", { params, headers, signal }));
    },
    inside ? aboutTenant(tenant.id) : { query: {}, headers: {} },
  );
  const only = (filter: Record<string, string>) => {
    const search = new URLSearchParams(kept);
    for (const [name, value] of Object.entries(filter)) search.set(name, value);
    return `${inside ? "/audit" : "/platform-audit"}?${search.toString()}`;
  };
  return (
    <Section title="History" about="As the audit trail has it, where nothing is changed afterwards.">
      <ListTable
        name="History of the invoice"
        columns={entryColumns(names, setOpen)}
        keyOf={({ chain, sequence }) => `${chain} ${sequence}`}
        list={wait ? { ...list, items: undefined } : list}
        empty={<Nothing title="Nothing yet" about="What becomes of it stands here within seconds." />}
      />
      {open && <EntryView entry={open} names={names} only={only} close={() => setOpen(undefined)} />}
    </Section>
  );
}
