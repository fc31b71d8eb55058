import { Badge, HStack, Stack, Text } from "@chakra-ui/react";
import { type Delivery, deliveryColors, whyFailed } from "./deliveries";
import type { Endpoint } from "./load";
import { aboutState, stateColors, stateOf } from "./words";

/** `now`: of what is shown. */
export function StateBadge({ of, now }: { of: Endpoint; now: number }) {
  const state = stateOf(of, now);
  const about = aboutState(state);
  return (
    <Stack gap="0" align="flex-start">
      <Badge variant="surface" colorPalette={stateColors[state.is]}>
        {state.is}
      </Badge>
      {about !== "" && (
        <Text color="fg.muted" fontSize="xs">
          {about}
        </Text>
      )}
    </Stack>
  );
}

export function EventTypes({ of: { event_types } }: { of: Endpoint }) {
  if (event_types.includes("*")) return "everything";
  return (
    <HStack gap="1" wrap="wrap">
      {event_types.map((type) => (
        <Badge key={type} variant="surface" colorPalette="gray" whiteSpace="normal" overflowWrap="anywhere">
          {type}
        </Badge>
      ))}
    </HStack>
  );
}

export function DeliveryBadge({ of }: { of: Delivery }) {
  const why = whyFailed(of);
  return (
    <Stack gap="0" align="flex-start">
      <Badge variant="surface" colorPalette={deliveryColors[of.state]}>
        {of.state}
      </Badge>
      {why !== "" && (
        <Text color="fg.muted" fontSize="xs">
          {why}
        </Text>
      )}
    </Stack>
  );
}
