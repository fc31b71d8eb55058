import { Button, HStack } from "@chakra-ui/react";

export type ActionOf = readonly [title: string, run: () => void, danger?: boolean];

/** What can be done with the thing that a page is about. `busy`: the title of what is under way. */
export function ActionRow({ actions, busy }: { actions: readonly ActionOf[]; busy?: string | undefined }) {
  return (
    <HStack gap="2" wrap="wrap">
      {actions.map(([title, run, danger]) => (
        <Button
          key={title}
          size="sm"
          variant="outline"
          colorPalette={danger ? "red" : "gray"}
          loading={title === busy}
          onClick={run}
        >
          {title}
        </Button>
      ))}
    </HStack>
  );
}
