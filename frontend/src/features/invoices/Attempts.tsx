import { Badge, Button, HStack } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { compare, formatMoney } from "../../exact/decimal";
import { Instant } from "../../ui/Instant";
import { type Column, Rows } from "../../ui/ListTable";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { AttemptView } from "./AttemptView";
import type { Invoice } from "./load";
import { type Attempt, attemptColors, attempts, attemptWords } from "./online";
import { RefundForm } from "./RefundForm";
import { useScope, useScopeMay, useStaffMay } from "./scope";

export function AttemptBadge({ state }: { state: Attempt["state"] }) {
  return (
    <Badge variant="surface" colorPalette={attemptColors[state]}>
      {attemptWords[state]}
    </Badge>
  );
}

export const attemptColumns: Column<Attempt>[] = [
  { title: "Begun", cell: ({ created_at }) => <Instant at={created_at} rough /> },
  { title: "Amount", cell: ({ amount, currency }) => formatMoney(amount, currency) },
  { title: "State", cell: ({ state }) => <AttemptBadge state={state} /> },
  { title: "Came in", cell: ({ received, currency }) => formatMoney(received, currency) },
  { title: "Paid back", cell: ({ refunded, currency }) => formatMoney(refunded, currency) },
];

/** What can be looked at of each, and done about it by staff, in dialogs. */
export function useAttemptView() {
  const mayRefund = useStaffMay("refunds_write");
  const [shown, setShown] = useState<string>();
  const [refunded, setRefunded] = useState<Attempt>();
  const column: Column<Attempt> = {
    title: "More",
    quiet: true,
    cell: (payment) => (
      <HStack gap="2" justify="flex-end">
        <Button size="xs" variant="outline" onClick={() => setShown(payment.id)}>
          Details
        </Button>
        {mayRefund && compare(payment.received, payment.refunded) > 0 && (
          <Button size="xs" variant="outline" colorPalette="red" onClick={() => setRefunded(payment)}>
            Pay back
          </Button>
        )}
      </HStack>
    ),
  };
  const view = (
    <>
      {shown !== undefined && <AttemptView id={shown} close={() => setShown(undefined)} />}
      {refunded !== undefined && <RefundForm payment={refunded} close={() => setRefunded(undefined)} />}
    </>
  );
  return { column, view };
}

/** An invoice's payments through the payment provider; nothing of it shows before there is one. */
export function Attempts({ invoice }: { invoice: Invoice }) {
  const scope = useScope();
  const mayRead = useScopeMay("payments_read");
  const asked = useQuery({ ...attempts(scope, invoice.id), enabled: mayRead });
  const { column, view } = useAttemptView();
  if (!mayRead || asked.data?.length === 0 || asked.isPending) return null;
  return (
    <Section title="Paid online" about="Through the payment provider. What counts stands among the payments.">
      {asked.data ? (
        <Rows
          name="Table of online payments"
          columns={[...attemptColumns, column]}
          keyOf={({ id }) => id}
          items={asked.data}
        />
      ) : (
        <ProblemView
          title="Online payments could not be loaded"
          problem={asked.error}
          retry={() => void asked.refetch()}
        />
      )}
      {view}
    </Section>
  );
}
