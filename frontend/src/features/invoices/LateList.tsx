import { Box, Link, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { Link as RouterLink } from "react-router";
import { formatMoney } from "../../exact/decimal";
import { usePlatformMay } from "../../shell/standing";
import { useKeptSearch } from "../../shell/tenant";
import { Choice } from "../../ui/Choice";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { CollectionBadge, HoldOrResume } from "./Collecting";
import { actWords, type Collection, type CollectionState, collectionWords, useCollections } from "./collections";
import { TenantName } from "./TenantName";
import { dayWords } from "./words";

const states = Object.keys(collectionWords) as CollectionState[];

function ToInvoice({ of }: { of: Collection }) {
  const kept = useKeptSearch();
  return (
    <Link asChild fontWeight="medium" textDecoration="underline" textUnderlineOffset="3px">
      <RouterLink to={`/tenants/${of.tenant_id}/invoices/of/${of.invoice_id}${kept}`}>{of.invoice_number}</RouterLink>
    </Link>
  );
}

/** Invoices whose money is gone after, of all tenants. */
export function LateList() {
  const mayHold = usePlatformMay("invoices_write");
  const [state, setState] = useState<CollectionState>("running");
  const list = useCollections(state);
  const columns: Column<Collection>[] = [
    { title: "Invoice", cell: (one) => <ToInvoice of={one} /> },
    { title: "Tenant", cell: ({ tenant_id }) => <TenantName id={tenant_id} /> },
    { title: "State", cell: (one) => <CollectionBadge state={one.state} /> },
    { title: "Due", cell: ({ due_on }) => dayWords(due_on) },
    { title: "Still open", cell: ({ amount_due, currency }) => formatMoney(amount_due, currency) },
    {
      title: "Declined",
      cell: ({ declined }) =>
        declined === null ? (
          "–"
        ) : (
          <Text as="code" fontFamily="mono" fontSize="xs" overflowWrap="anywhere">
            {declined.code ?? "declined"}
          </Text>
        ),
    },
    {
      title: "Next",
      cell: ({ next_act, next_at }) =>
        next_act === null ? (
          "nothing"
        ) : (
          <Stack gap="0">
            <Text>{actWords[next_act]}</Text>
            <Instant at={next_at ?? undefined} rough />
          </Stack>
        ),
    },
    { title: "Actions", quiet: true, cell: (one) => mayHold && <HoldOrResume of={one} /> },
  ];
  return (
    <>
      <Box mb="4">
        <Choice
          label="State"
          value={state}
          options={states.map((value) => ({ value, label: collectionWords[value] }))}
          onChoose={(value) => setState(states.find((one) => one === value) ?? "running")}
        />
      </Box>
      <ListTable
        name="Invoices whose money is gone after"
        columns={columns}
        keyOf={({ invoice_id }) => invoice_id}
        list={list}
        empty={<Nothing title="There is none" about="A finalized invoice is here until it is paid or given up." />}
      />
    </>
  );
}
