import { Skeleton, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { formatMoney } from "../../exact/decimal";
import { Instant } from "../../ui/Instant";
import { type Column, Rows } from "../../ui/ListTable";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { type Invoice, type Payment, payments } from "./load";
import { useScope } from "./scope";

export function Payments({ invoice: { id, currency } }: { invoice: Invoice }) {
  const asked = useQuery(payments(useScope(), id));
  const columns: Column<Payment>[] = [
    { title: "Came in", cell: ({ received_at }) => <Instant at={received_at} rough /> },
    { title: "Amount", cell: ({ amount }) => formatMoney(amount, currency) },
    { title: "How", cell: ({ method }) => method },
    { title: "Reference", cell: ({ reference }) => reference || "–" },
    { title: "Recorded", cell: ({ created_at }) => <Instant at={created_at} rough /> },
  ];
  return (
    <Section title="Payments">
      {asked.data ? (
        asked.data.length === 0 ? (
          <Text color="fg.muted">None was recorded.</Text>
        ) : (
          <Rows name="Table of payments" columns={columns} keyOf={({ sequence }) => `${sequence}`} items={asked.data} />
        )
      ) : asked.isError ? (
        <ProblemView
          title="The payments could not be loaded"
          problem={asked.error}
          retry={() => void asked.refetch()}
        />
      ) : (
        <Skeleton h="9" aria-busy="true" />
      )}
    </Section>
  );
}
