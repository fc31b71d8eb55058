import { Badge, HStack, Link, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import { useKeptSearch } from "../../shell/tenant";
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

export function InnerLink({ to, children }: { to: string; children: ReactNode }) {
  const kept = useKeptSearch();
  return (
    <Link asChild textDecoration="underline" textUnderlineOffset="3px">
      <RouterLink to={to.includes("?") ? to + kept.replace("?", "&") : to + kept}>
        <Text as="span" overflowWrap="anywhere" minW="0">
          {children}
        </Text>
      </RouterLink>
    </Link>
  );
}
