import { Box, Button, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { EventBadge, EventView } from "./EventView";
import { ofEvents, type ProviderEvent, readFilter, useEvents, withFilter } from "./inbox";
import { InboxFilters } from "./InboxFilters";

const looks_ms = 5_000;

function Code({ children }: { children: string }) {
  return (
    <Box as="code" fontFamily="mono" fontSize="xs" overflowWrap="anywhere">
      {children}
    </Box>
  );
}

/** Everything that payment providers sent, the newest first, and what came of it. */
export function InboxView() {
  const client = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const [open, setOpen] = useState<ProviderEvent>();
  const list = useEvents(filter);

  // Events come and are applied by themselves.
  useEffect(() => {
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: ofEvents }), looks_ms);
    return () => clearInterval(timer);
  }, [client]);

  const columns: Column<ProviderEvent>[] = [
    { title: "Received", cell: ({ received_at }) => <Instant at={received_at} rough /> },
    {
      title: "Event",
      cell: ({ type, event_id }) => (
        <Stack gap="0">
          <Code>{type}</Code>
          <Text color="fg.muted" fontSize="xs" overflowWrap="anywhere">
            {event_id}
          </Text>
        </Stack>
      ),
    },
    { title: "Object", cell: ({ object_id }) => (object_id === "" ? "–" : <Code>{object_id}</Code>) },
    { title: "State", cell: (one) => <EventBadge of={one} /> },
    {
      title: "More",
      quiet: true,
      cell: (one) => (
        <Button
          size="xs"
          variant="outline"
          colorPalette="gray"
          aria-label={`Details of ${one.event_id}`}
          onClick={() => setOpen(one)}
        >
          Details
        </Button>
      ),
    },
  ];

  return (
    <>
      <title>Provider events · Weir</title>
      <PageHead
        title="Provider events"
        about="What payment providers sent, each event once, as it was received. What failed can be applied once more."
      />
      <InboxFilters key={JSON.stringify(filter)} filter={filter} set={(next) => setSearch(withFilter(search, next))} />
      <ListTable
        name="Provider events"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          Object.keys(filter).length === 0 ? (
            <Nothing title="Nothing was received yet" about="What an account sends is here within seconds." />
          ) : (
            <Nothing title="No event fits" about="Another state or another id may have what is looked for." />
          )
        }
      />
      {open && <EventView known={open} close={() => setOpen(undefined)} />}
    </>
  );
}
