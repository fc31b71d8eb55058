import { Button, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Route, Routes } from "react-router";
import { NotFound } from "../../shell/NotFound";
import { Parts } from "../../shell/Parts";
import { usePlatformMay } from "../../shell/standing";
import { namedTenant } from "../../shell/tenant";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { invoiceColumns } from "./columns";
import { Filters, useFilter } from "./Filters";
import { LateList } from "./LateList";
import { type BillingState, useAllInvoices, useParked } from "./load";
import { Release } from "./Release";
import { RunsView } from "./RunsView";
import { TenantName } from "./TenantName";
import { parkedWords } from "./words";

const parts = [
  { to: "/all-invoices", title: "All" },
  { to: "/all-invoices/late", title: "Late" },
  { to: "/all-invoices/parked", title: "Parked tenants" },
];

const runsPart = { to: "/all-invoices/runs", title: "Runs" };

/** What all tenants are billed, and who is not, for staff. */
export default function AllInvoicesPage() {
  const mayWrite = usePlatformMay("invoices_write");
  if (!usePlatformMay("invoices_read")) return <NotFound />;
  return (
    <>
      <title>All invoices · Weir</title>
      <PageHead title="All invoices" about="What tenants are billed, the newest first, and who is not billed." />
      <Parts name="All invoices" parts={mayWrite ? [...parts, runsPart] : parts} />
      <Routes>
        <Route index element={<OfAll />} />
        <Route path="late" element={<LateList />} />
        <Route path="parked" element={<Parked />} />
        {mayWrite && <Route path="runs" element={<RunsView />} />}
        <Route path="*" element={<NotFound />} />
      </Routes>
    </>
  );
}

function OfAll() {
  const { filter, set, key } = useFilter();
  const list = useAllInvoices(filter);
  const [invoice, ...others] = invoiceColumns(({ tenant_id }) => `/tenants/${tenant_id}/invoices`);
  const columns = [
    ...(invoice ? [invoice] : []),
    { title: "Tenant", cell: ({ tenant_id }: { tenant_id: string }) => <TenantName id={tenant_id} /> },
    ...others,
  ];
  return (
    <>
      <Filters key={key} filter={filter} set={set} />
      <ListTable
        name="Invoices of all tenants"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          key === "{}" ? (
            <Nothing
              title="There is no invoice yet"
              about="The first one is made when a tenant is subscribed to a plan and something falls due."
            />
          ) : (
            <Nothing title="No invoice fits" about="A number is found by any part of it; drafts have none." />
          )
        }
      />
    </>
  );
}

function Parked() {
  const mayRelease = usePlatformMay("invoices_write");
  const list = useParked();
  const [asked, setAsked] = useState<string>();
  const columns: Column<BillingState>[] = [
    { title: "Tenant", cell: ({ tenant_id }) => <TenantName id={tenant_id} /> },
    {
      title: "Why",
      cell: ({ parked }) =>
        parked && (
          <Stack gap="0">
            <Text>{parkedWords(parked)}</Text>
            <Text as="code" fontFamily="mono" fontSize="xs" color="fg.muted">
              {parked.code}
            </Text>
          </Stack>
        ),
    },
    { title: "Since", cell: ({ parked }) => <Instant at={parked?.at} rough /> },
    { title: "Billed until", cell: ({ billed_until }) => <Instant at={billed_until} rough /> },
    {
      title: "Actions",
      quiet: true,
      cell: ({ tenant_id }) => mayRelease && <BillAgain tenant={tenant_id} ask={() => setAsked(tenant_id)} />,
    },
  ];
  return (
    <>
      <ListTable
        name="Parked tenants"
        columns={columns}
        keyOf={({ tenant_id }) => tenant_id}
        list={list}
        empty={
          <Nothing
            title="Nobody is parked"
            about="A tenant whose invoice cannot be reckoned, or is larger than its bounds allow, waits here until somebody has looked."
          />
        }
      />
      {asked !== undefined && <Ask tenant={asked} close={() => setAsked(undefined)} />}
    </>
  );
}

function BillAgain({ tenant, ask }: { tenant: string; ask: () => void }) {
  const { data } = useQuery(namedTenant(tenant));
  return (
    <Button
      size="xs"
      variant="outline"
      colorPalette="gray"
      aria-label={`Bill again: ${data?.name ?? tenant}`}
      onClick={ask}
    >
      Bill again
    </Button>
  );
}

function Ask({ tenant, close }: { tenant: string; close: () => void }) {
  const { data } = useQuery(namedTenant(tenant));
  return <Release tenant={tenant} name={data?.name ?? tenant} close={close} />;
}
