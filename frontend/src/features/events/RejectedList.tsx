import { Badge, Text } from "@chakra-ui/react";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { rejected, type Rejected } from "./pages";
import { useTenantList } from "../../shell/list";
import { Details } from "../../ui/Details";
import { Instant } from "../../ui/Instant";
import { FindLink } from "./parts";

const colors = { open: "red", redriven: "blue", discarded: "gray" } as const;

const columns: Column<Rejected>[] = [
  { title: "Rejected", cell: ({ rejected_at }) => <Instant at={rejected_at} /> },
  {
    title: "Reason",
    cell: ({ code, detail, meter }) => (
      <>
        <Text as="code" fontFamily="mono" fontSize="xs">
          {code}
        </Text>
        {detail && <Text color="fg.muted">{detail}</Text>}
        {meter && <Text color="fg.muted">of the meter {meter} only</Text>}
      </>
    ),
  },
  {
    title: "State",
    cell: ({ state }) => (
      <Badge colorPalette={colors[state]} variant="surface">
        {state}
      </Badge>
    ),
  },
  { title: "Type", cell: ({ type }) => type ?? "–" },
  { title: "Id", cell: ({ source, event_id }) => <FindLink source={source} id={event_id} /> },
  {
    title: "More",
    quiet: true,
    cell: ({ event, ...rejection }) => (
      <Details
        title={`Rejection ${rejection.id}`}
        parts={[
          { label: "The event as it was accepted", value: event },
          { label: "Why it was rejected", value: rejection },
        ]}
      />
    ),
  },
];

export function RejectedList() {
  const list = useTenantList("rejected", rejected);
  return (
    <ListTable
      name="Rejected events"
      columns={columns}
      keyOf={({ id }) => id}
      list={list}
      empty={
        <Nothing
          title="Nothing was rejected"
          about="Events that cannot be counted stand here with the reason, for example a time outside of the accepted window or a value that is no number. They can be sent again once the cause is mended."
        />
      }
    />
  );
}
