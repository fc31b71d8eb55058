import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { type Conflict, conflicts } from "./pages";
import { useTenantList } from "../../shell/list";
import { Details } from "../../ui/Details";
import { Instant } from "../../ui/Instant";
import { FindLink } from "./parts";

const columns: Column<Conflict>[] = [
  { title: "Refused", cell: ({ appended_at }) => <Instant at={appended_at} /> },
  { title: "Source", cell: ({ source }) => source },
  { title: "Id", cell: ({ source, id }) => <FindLink source={source} id={id} /> },
  {
    title: "More",
    quiet: true,
    cell: ({ id, counted, refused }) => (
      <Details
        title={`Conflict of ${id}`}
        parts={[
          { label: "Counted", value: counted.event },
          { label: "Refused", value: refused.event },
        ]}
      />
    ),
  },
];

function keyOf({ source, id, refused: { position } }: Conflict): string {
  return `${source} ${id} ${position?.partition} ${position?.offset} ${position?.index}`;
}

export function ConflictsList() {
  const list = useTenantList("conflicts", conflicts);
  return (
    <ListTable
      name="Conflicts"
      columns={columns}
      keyOf={keyOf}
      list={list}
      empty={
        <Nothing
          title="No conflicts"
          about="Two events with the same source and id and different content conflict: the first one is counted, the second one stands here beside it."
        />
      }
    />
  );
}
