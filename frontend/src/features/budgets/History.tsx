import { Button, Text } from "@chakra-ui/react";
import { type Column, ListTable } from "../../ui/ListTable";
import { Modal } from "../../ui/Modal";
import { useScope } from "../invoices/scope";
import { inZone } from "../subscriptions/words";
import { type Budget, type Crossing, useCrossings } from "./load";
import { amountWords, percentWords, timesWords } from "./words";

/** Everything that a budget ever crossed. */
export function History({ budget, close }: { budget: Budget; close: () => void }) {
  const scope = useScope();
  const list = useCrossings(scope, budget.id);
  const at = (instant: string) => <time dateTime={instant}>{inZone(instant, scope.tenant.time_zone)}</time>;
  const columns: Column<Crossing>[] = [
    { title: "Threshold", cell: (one) => percentWords(one.threshold) + timesWords(one) },
    { title: "Seen", cell: ({ crossed_at }) => at(crossed_at) },
    {
      title: "Used",
      cell: ({ used, amount }) => `${amountWords(used, budget)} of ${amountWords(amount, budget)}`,
    },
    { title: "Month from", cell: ({ period_from }) => at(period_from) },
    { title: "Armed again", cell: ({ rearmed_at }) => (rearmed_at === null ? "–" : at(rearmed_at)) },
  ];
  return (
    <Modal
      title={`History of ${budget.name}`}
      size="lg"
      read
      close={close}
      footer={
        <Button variant="outline" colorPalette="gray" onClick={close}>
          Close
        </Button>
      }
    >
      <Text color="fg.muted">
        A threshold is crossed once a month. It is armed again when what is used falls below nine tenths of it.
      </Text>
      <ListTable
        name="Crossed thresholds"
        columns={columns}
        keyOf={({ period_from, threshold, occurrence }) => `${period_from} ${threshold} ${occurrence}`}
        list={list}
        empty={<Text>Nothing was crossed yet.</Text>}
      />
    </Modal>
  );
}
