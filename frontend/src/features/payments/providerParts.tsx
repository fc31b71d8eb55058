import { Badge, HStack } from "@chakra-ui/react";
import type { Provider } from "./providers";

export const providersBase = "/payment-providers";
export const eventsBase = "/provider-events";

export function ModeBadge({ of: { live } }: { of: Provider }) {
  return (
    <Badge variant="surface" colorPalette={live ? "orange" : "gray"}>
      {live ? "live" : "test"}
    </Badge>
  );
}

export function ProviderState({ of: { enabled, offered } }: { of: Provider }) {
  return (
    <HStack gap="1" wrap="wrap">
      <Badge variant="surface" colorPalette={enabled ? "green" : "gray"}>
        {enabled ? "enabled" : "disabled"}
      </Badge>
      {offered && (
        <Badge variant="surface" colorPalette="teal">
          offered
        </Badge>
      )}
    </HStack>
  );
}
