import { Text } from "@chakra-ui/react";
import { formatMoney } from "../../exact/decimal";
import type { Column } from "../../ui/ListTable";
import type { Invoice } from "./load";
import { InvoiceLink, StateBadge } from "./parts";
import { asksForMoney, dayWords, openAmount, periodWords } from "./words";

const dayOr = (day: string | null) => (day === null ? "–" : dayWords(day));

/** Of a list of invoices; `baseOf`: the address of those of its tenant. */
export function invoiceColumns(baseOf: (invoice: Invoice) => string): Column<Invoice>[] {
  return [
    { title: "Invoice", cell: (invoice) => <InvoiceLink of={invoice} base={baseOf(invoice)} /> },
    { title: "State", cell: ({ state }) => <StateBadge state={state} /> },
    { title: "Period", cell: ({ period }) => periodWords(period) },
    { title: "Issued", cell: ({ issued_on }) => dayOr(issued_on) },
    { title: "Due", cell: ({ due_on }) => dayOr(due_on) },
    { title: "Total", cell: ({ total, currency }) => formatMoney(total, currency) },
    {
      title: "Still open",
      cell: (invoice) =>
        asksForMoney(invoice) ? (
          <Text fontWeight="medium">{formatMoney(openAmount(invoice), invoice.currency)}</Text>
        ) : (
          "–"
        ),
    },
  ];
}
