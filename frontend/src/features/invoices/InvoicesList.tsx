import { Box } from "@chakra-ui/react";
import { ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { BillingStanding } from "./BillingStanding";
import { invoiceColumns } from "./columns";
import { Declined } from "./Declined";
import { Filters, useFilter } from "./Filters";
import { useInvoices } from "./load";
import { useScope } from "./scope";

/** What a tenant was billed, the newest first. */
export function InvoicesList() {
  const scope = useScope();
  const { filter, set, key } = useFilter();
  const list = useInvoices(scope, filter);
  return (
    <>
      {!scope.inside && (
        <Box mb="4">
          <BillingStanding />
        </Box>
      )}
      <Declined />
      <Filters key={key} filter={filter} set={set} />
      <ListTable
        name="Invoices"
        columns={invoiceColumns(() => scope.base)}
        keyOf={({ id }) => id}
        list={list}
        empty={
          key === "{}" ? (
            <Nothing
              title="There is no invoice yet"
              about="The first one is made when something falls due: a fee in advance, or the end of the first month."
            />
          ) : (
            <Nothing
              title="No invoice fits"
              about="A number is found by any part of it; drafts have none. Another state may have what is looked for."
            />
          )
        }
      />
    </>
  );
}
