import { Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { format } from "../../exact/decimal";
import { readerLocale } from "../../time/reader";
import { InnerLink } from "../../ui/InnerLink";
import { type Column, Rows } from "../../ui/ListTable";
import { ProblemView } from "../../ui/ProblemView";
import { type Import, type Preview, preview } from "./load";

type Side = Preview["now"] & { title: string };
type Touched = Preview["invoices"][number];

const sides: Column<Side>[] = [
  { title: "Of the range", cell: ({ title }) => title },
  { title: "Value", cell: ({ value }) => format(value, readerLocale()) },
  { title: "Events", cell: ({ events }) => events },
  { title: "Hourly cells", cell: ({ cells }) => cells },
];

const touched: Column<Touched>[] = [
  { title: "Invoice", cell: ({ id, number }) => <InnerLink to={`/all-invoices/of/${id}`}>{number}</InnerLink> },
  { title: "Bills", cell: ({ period: { from, to } }) => `${from} – ${to}` },
  { title: "State", cell: ({ state }) => state.replace("_", " ") },
];

/** What it replaces, with what, and which invoices bill what it replaces. */
export function PreviewTable({ of, after }: { of: Import; after: string | undefined }) {
  const asked = useQuery(preview(of, after));
  if (!asked.data) {
    if (!asked.isError) return <Skeleton h="24" aria-busy="true" />;
    return <ProblemView title="There is no preview" problem={asked.error} retry={() => void asked.refetch()} />;
  }
  const { now, then, difference, invoices } = asked.data;
  return (
    <Stack gap="4">
      <Rows
        name="Preview"
        columns={sides}
        keyOf={({ title }) => title}
        items={[
          { title: "Counted now", ...now },
          ...(of.state === "open" ? [{ title: "With the import", ...then }] : []),
        ]}
      />
      {of.state === "open" && difference !== null && (
        <Text>
          The difference is <strong>{format(difference, readerLocale())}</strong>.
        </Text>
      )}
      {invoices.length > 0 && (
        <>
          <Text>
            These invoices bill usage of the range. They do not change: the tenant's next one bills the difference, by
            the plan's policy for late usage.
          </Text>
          <Rows name="Invoices that it touches" columns={touched} keyOf={({ id }) => id} items={invoices} />
        </>
      )}
    </Stack>
  );
}
