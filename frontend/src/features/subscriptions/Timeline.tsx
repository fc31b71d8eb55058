import { Box, Button, Flex, Stack, Text } from "@chakra-ui/react";
import type { Change } from "./load";
import { changeWords, inOrder, inZone } from "./words";

interface Props {
  changes: readonly Change[];
  zone: string;
  /** Who asked for it, for whom that is of use. */
  by?: (change: Change) => string;
  takeBack?: ((change: Change) => void) | undefined;
}

function Moment({ change, zone, by, takeBack }: { change: Change } & Omit<Props, "changes">) {
  const words = changeWords(change);
  const ahead = change.is_scheduled;
  return (
    <Box
      as="li"
      position="relative"
      ps="6"
      pb="5"
      borderStartWidth="2px"
      borderStyle={ahead ? "dashed" : "solid"}
      ms="1.5"
    >
      <Box
        position="absolute"
        insetStart="-7px"
        top="1"
        boxSize="3"
        rounded="full"
        borderWidth="2px"
        borderColor="teal.fg"
        bg={ahead ? "bg.panel" : "teal.fg"}
      />
      <Flex gap="3" wrap="wrap" justify="space-between" align="flex-start">
        <Stack gap="0" minW="0">
          <Text fontWeight="medium">{words}</Text>
          <Text color="fg.muted">
            <time dateTime={change.at}>{inZone(change.at, zone)}</time>
            {change.trial_until !== undefined && `, nothing is charged until ${inZone(change.trial_until, zone)}`}
          </Text>
          {by && (
            <Text color="fg.muted" fontSize="xs">
              {by(change)}
            </Text>
          )}
        </Stack>
        {takeBack && ahead && change.kind !== "start" && (
          <Button
            size="xs"
            variant="outline"
            colorPalette="gray"
            aria-label={`Take back: ${words}`}
            onClick={() => takeBack(change)}
          >
            Take back
          </Button>
        )}
      </Flex>
    </Box>
  );
}

/** The dated changes of a subscription; where the line is broken they are still to come. */
export function Timeline({ changes, ...moment }: Props) {
  return (
    <Box>
      <Stack as="ol" listStyleType="none" gap="0" aria-label="Changes">
        {inOrder(changes).map((change) => (
          <Moment key={change.sequence} change={change} {...moment} />
        ))}
      </Stack>
      <Text color="fg.muted" fontSize="xs">
        Times of the tenant&apos;s clock ({moment.zone}).
      </Text>
    </Box>
  );
}
