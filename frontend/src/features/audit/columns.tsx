import { Button, Text } from "@chakra-ui/react";
import { Instant } from "../../ui/Instant";
import type { Column } from "../../ui/ListTable";
import { actionWords, actorWords, type Entry, type Names, subjectWords } from "./words";

/** Of a list of entries; `open` shows all of one. */
export function entryColumns(names: Names, open: (entry: Entry) => void): Column<Entry>[] {
  return [
    { title: "When", cell: ({ occurred_at }) => <Instant at={occurred_at} /> },
    { title: "What", cell: ({ type }) => <Text title={type}>{actionWords(type)}</Text> },
    { title: "Who", cell: ({ actor }) => <Text title={actor}>{actorWords(actor, names)}</Text> },
    { title: "Done to", cell: (entry) => <Text title={entry.subject}>{subjectWords(entry, names)}</Text> },
    { title: "Address", cell: ({ address }) => address ?? "–" },
    {
      title: "More",
      quiet: true,
      cell: (entry) => (
        <Button
          size="xs"
          variant="outline"
          colorPalette="gray"
          aria-label={`Details of entry ${entry.sequence}`}
          onClick={() => open(entry)}
        >
          Details
        </Button>
      ),
    },
  ];
}
