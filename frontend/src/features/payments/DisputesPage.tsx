import { Badge, Text } from "@chakra-ui/react";
import { useSearchParams } from "react-router";
import { formatMoney } from "../../exact/decimal";
import { NotFound } from "../../shell/NotFound";
import { usePlatformMay } from "../../shell/standing";
import { Choice } from "../../ui/Choice";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead, Panel } from "../../ui/Panel";
import { disputeWords } from "../invoices/online";
import { TenantName } from "../invoices/TenantName";
import { type Dispute, disputeColors, disputeStates, useDisputes } from "./disputes";
import { InnerLink } from "./providerParts";

const every = "";

const columns: Column<Dispute>[] = [
  {
    title: "Respond until",
    cell: ({ respond_by, state }) =>
      state === "needs_response" && respond_by !== null ? <Instant at={respond_by} /> : "–",
  },
  {
    title: "State",
    cell: ({ state }) => (
      <Badge variant="surface" colorPalette={disputeColors[state]}>
        {disputeWords[state]}
      </Badge>
    ),
  },
  { title: "Amount", cell: ({ amount, currency }) => formatMoney(amount, currency) },
  { title: "Why", cell: ({ reason }) => <Text overflowWrap="anywhere">{reason || "–"}</Text> },
  { title: "Tenant", cell: ({ tenant_id }) => <TenantName id={tenant_id} /> },
  {
    title: "Payment",
    cell: ({ tenant_id, invoice_id, payment_id }) => (
      <InnerLink to={`/tenants/${tenant_id}/invoices/of/${invoice_id}`}>{payment_id}</InnerLink>
    ),
  },
  { title: "Since", cell: ({ created_at }) => <Instant at={created_at} rough /> },
];

function DisputesView() {
  const [search, setSearch] = useSearchParams();
  const state = disputeStates.find((one) => one === search.get("state"));
  const list = useDisputes(state);
  function choose(value: string) {
    const next = new URLSearchParams(search);
    if (value === every) next.delete("state");
    else next.set("state", value);
    setSearch(next);
  }
  return (
    <>
      <title>Disputes · Weir</title>
      <PageHead
        title="Disputes"
        about="Payments that payers' banks take back. They are answered in the payment provider's dashboard."
      />
      <Panel mb="4">
        <Choice
          label="State"
          value={state ?? every}
          options={[
            { value: every, label: "Every state" },
            ...disputeStates.map((value) => ({ value, label: disputeWords[value] })),
          ]}
          onChoose={choose}
        />
      </Panel>
      <ListTable
        name="Disputes"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          state === undefined ? (
            <Nothing title="Nobody disputes a payment" about="What a payer's bank takes back is here within seconds." />
          ) : (
            <Nothing title="No dispute fits" about="Another state may have what is looked for." />
          )
        }
      />
    </>
  );
}

/** Disputes of all tenants, for staff. */
export default function DisputesPage() {
  return usePlatformMay("payments_read") ? <DisputesView /> : <NotFound />;
}
