import { ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { attemptColumns, useAttemptView } from "./Attempts";
import { useAttempts } from "./online";
import { IdLink } from "./parts";
import { useScope } from "./scope";

/** All that a tenant paid, or tried to, through the payment provider. */
export function AttemptsList() {
  const list = useAttempts(useScope());
  const { column, view } = useAttemptView();
  return (
    <>
      <ListTable
        name="Payments"
        columns={[
          ...attemptColumns,
          { title: "For", cell: ({ invoice_id }) => <IdLink id={invoice_id}>the invoice</IdLink> },
          column,
        ]}
        keyOf={({ id }) => id}
        list={list}
        empty={
          <Nothing
            title="Nothing was paid online yet"
            about="An invoice that is open can be paid from its page, where the payment provider takes money."
          />
        }
      />
      {view}
    </>
  );
}
