import { Stack, Text } from "@chakra-ui/react";
import { formatMoney } from "../../exact/decimal";
import { Choice } from "../../ui/Choice";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { IdLink } from "../invoices/parts";
import { useScope } from "../invoices/scope";
import { type Entry, useEntries } from "./load";
import { kindWords } from "./words";

const columns: Column<Entry>[] = [
  { title: "When", cell: ({ at }) => <Instant at={at} rough /> },
  { title: "What", cell: ({ kind }) => kindWords[kind] },
  { title: "Amount", cell: ({ amount, currency }) => formatMoney(amount, currency) },
  {
    title: "Balance after",
    cell: ({ balance_after, currency }) => <Text fontWeight="medium">{formatMoney(balance_after, currency)}</Text>,
  },
  {
    title: "Invoice",
    cell: ({ invoice_id, kind }) =>
      invoice_id === null ? "–" : <IdLink id={invoice_id}>{kind === "granted" ? "Credit note" : "Invoice"}</IdLink>,
  },
];

interface Props {
  currency: string;
  currencies: readonly string[];
  choose: (currency: string) => void;
}

/** Everything that happened to the credits of one currency. */
export function Ledger({ currency, currencies, choose }: Props) {
  const list = useEntries(useScope(), currency);
  return (
    <Stack gap="4">
      {currencies.length > 1 && (
        <Choice
          label="Currency"
          value={currency}
          options={currencies.map((value) => ({ value, label: value }))}
          onChoose={choose}
        />
      )}
      <ListTable
        name="Ledger of credits"
        columns={columns}
        keyOf={({ sequence }) => `${sequence}`}
        list={list}
        empty={<Text color="fg.muted">Nothing has happened yet.</Text>}
      />
    </Stack>
  );
}
