import { Link, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import { useKeptSearch } from "../shell/tenant";

/** To another page, about the same tenant. */
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
