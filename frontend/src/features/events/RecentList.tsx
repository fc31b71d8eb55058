import { useQuery } from "@tanstack/react-query";
import { meters } from "../meters/load";
import { useTenant } from "../../shell/tenant";
import { CodeLines } from "../../ui/CodeLines";
import { eventLines } from "../../ui/lines";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { Outcome } from "./Outcome";
import { type Fate, recent } from "./pages";
import { useTenantList } from "../../shell/list";
import { Details } from "../../ui/Details";
import { Instant } from "../../ui/Instant";
import { FindLink } from "./parts";

function text(event: Fate["event"], name: string): string {
  const value = event?.[name];
  return typeof value === "string" ? value : "–";
}

const columns: Column<Fate>[] = [
  { title: "Received", cell: ({ appended_at }) => <Instant at={appended_at} /> },
  { title: "Outcome", cell: ({ outcome }) => <Outcome outcome={outcome} /> },
  { title: "Type", cell: ({ event }) => text(event, "type") },
  { title: "Subject", cell: ({ event }) => text(event, "subject") },
  { title: "Source", cell: ({ source }) => source },
  { title: "Id", cell: ({ source, id }) => <FindLink source={source} id={id} /> },
  {
    title: "More",
    quiet: true,
    cell: ({ event, ...fate }) => (
      <Details
        title={`Event ${fate.id}`}
        parts={[
          { label: "The event as it was accepted", value: event },
          { label: "What became of it", value: fate },
        ]}
      />
    ),
  },
];

function keyOf({ position, source, id }: Fate): string {
  return position ? `${position.partition} ${position.offset} ${position.index}` : `${source} ${id}`;
}

/** The first meter shows what an event looks like here. */
function NoEvents() {
  const tenant = useTenant();
  const known = useQuery(meters(tenant.id));
  const meter = known.data?.[0] ?? { event_type: "completion", value_property: "$.tokens", group_by: {} };
  return (
    <Nothing title="No events yet" about="Send one, and it is in this list at once.">
      <CodeLines label="Send an event" text={eventLines(meter, tenant)} />
    </Nothing>
  );
}

export function RecentList() {
  const list = useTenantList("events", recent);
  return <ListTable name="Recent events" columns={columns} keyOf={keyOf} list={list} empty={<NoEvents />} />;
}
