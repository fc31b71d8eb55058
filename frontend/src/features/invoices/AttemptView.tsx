import { Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { formatMoney } from "../../exact/decimal";
import { type Fact, Facts } from "../../ui/Facts";
import { Id } from "../../ui/Id";
import { Instant } from "../../ui/Instant";
import { type Column, Rows } from "../../ui/ListTable";
import { Modal } from "../../ui/Modal";
import { ProblemView } from "../../ui/ProblemView";
import { attempt, type AttemptDetails, attemptWords, disputeWords, refundWords } from "./online";
import { useScope } from "./scope";

type Refund = AttemptDetails["refunds"][number];
type Dispute = AttemptDetails["disputes"][number];

const refundColumns: Column<Refund>[] = [
  { title: "Asked for", cell: ({ created_at }) => <Instant at={created_at} rough /> },
  { title: "Amount", cell: ({ amount, currency }) => formatMoney(amount, currency) },
  {
    title: "State",
    cell: ({ state, failure_code }) =>
      failure_code === null ? refundWords[state] : `${refundWords[state]}: ${failure_code}`,
  },
  { title: "Why", cell: ({ reason }) => reason || "–" },
];

const disputeColumns: Column<Dispute>[] = [
  { title: "Since", cell: ({ created_at }) => <Instant at={created_at} rough /> },
  { title: "Amount", cell: ({ amount, currency }) => formatMoney(amount, currency) },
  { title: "State", cell: ({ state }) => disputeWords[state] },
  { title: "Why", cell: ({ reason }) => reason || "–" },
  { title: "Respond until", cell: ({ respond_by }) => <Instant at={respond_by} rough /> },
];

function factsOf(payment: AttemptDetails): Fact[] {
  const money = (amount: string) => formatMoney(amount, payment.currency);
  const facts: Fact[] = [
    ["State", attemptWords[payment.state]],
    ["Amount", money(payment.amount)],
    ["Came in", money(payment.received)],
    ["Paid back", money(payment.refunded)],
    ["Begun", <Instant key="begun" at={payment.created_at} />],
    ["Id", <Id key="id" value={payment.id} label="the payment's id" />],
  ];
  if (payment.failure_code !== null) facts.splice(1, 0, ["Why", payment.failure_message ?? payment.failure_code]);
  return facts;
}

/** One payment with its refunds and disputes. */
export function AttemptView({ id, close }: { id: string; close: () => void }) {
  const scope = useScope();
  const asked = useQuery(attempt(scope, id));
  return (
    <Modal title="A payment" close={close} read>
      {asked.data ? (
        <Stack gap="4">
          <Facts of={factsOf(asked.data)} />
          {asked.data.refunds.length > 0 && (
            <Rows name="Refunds" columns={refundColumns} keyOf={(one) => one.id} items={asked.data.refunds} />
          )}
          {asked.data.disputes.length > 0 && (
            <>
              <Text>The payer disputes it at their bank.</Text>
              <Rows name="Disputes" columns={disputeColumns} keyOf={(one) => one.id} items={asked.data.disputes} />
            </>
          )}
        </Stack>
      ) : asked.isError ? (
        <ProblemView title="The payment could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
      ) : (
        <Skeleton h="40" aria-busy="true" />
      )}
    </Modal>
  );
}
