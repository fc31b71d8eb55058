import { Button, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { usePlatformMay } from "../../shell/standing";
import { useKeptSearch } from "../../shell/tenant";
import { PlusIcon } from "../../ui/icons";
import { InnerLink } from "../../ui/InnerLink";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { BeginImport } from "./BeginImport";
import { type Import, useImports } from "./load";
import { historyBase, rangeWords, StateBadge } from "./parts";

const columns: Column<Import>[] = [
  {
    title: "Import",
    cell: ({ id, meter, tenant_key }) => (
      <Stack gap="0">
        <InnerLink to={`${historyBase}/${id}`}>{`${meter} of ${tenant_key}`}</InnerLink>
        <Text color="fg.muted" fontSize="xs" fontFamily="mono">
          {id}
        </Text>
      </Stack>
    ),
  },
  { title: "Replaces", cell: rangeWords },
  { title: "State", cell: (one) => <StateBadge of={one} /> },
  { title: "Rows", cell: ({ rows }) => rows },
  { title: "Begun", cell: ({ created_at }) => <Instant at={created_at} rough /> },
];

/** What was imported, and what is about to be. */
export function ImportsView() {
  const mayWrite = usePlatformMay("history_write");
  const navigate = useNavigate();
  const kept = useKeptSearch();
  const list = useImports();
  const [isOpen, setOpen] = useState(false);
  const add = mayWrite && (
    <Button size="sm" onClick={() => setOpen(true)}>
      <PlusIcon /> Import past usage
    </Button>
  );
  return (
    <>
      <title>Past usage · Weir</title>
      <PageHead
        title="Past usage"
        about="What was used before events are accepted: from a file, in the place of what is counted of a meter, a tenant and a range."
      >
        {list.items !== undefined && list.items.length > 0 && add}
      </PageHead>
      <ListTable
        name="Imports"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          <Nothing
            title="Nothing was imported yet"
            about="An import takes rows from a file, shows what they would change, and takes its place all at once."
          >
            {add}
          </Nothing>
        }
      />
      {isOpen && (
        <BeginImport made={({ id }) => void navigate(`${historyBase}/${id}${kept}`)} close={() => setOpen(false)} />
      )}
    </>
  );
}
