import { Code, Stack, Text } from "@chakra-ui/react";
import type { Fact } from "../../ui/Facts";
import { Id } from "../../ui/Id";
import { Instant } from "../../ui/Instant";
import { filterLines, headerLines } from "./choices";
import type { Endpoint } from "./load";

function Lines({ text }: { text: string }) {
  return (
    <Stack as="ul" listStyleType="none" gap="1" align="flex-start">
      {text.split("\n").map((line) => (
        <li key={line}>
          <Code overflowWrap="anywhere" whiteSpace="pre-wrap">
            {line}
          </Code>
        </li>
      ))}
    </Stack>
  );
}

function Keys({ of: { public_keys } }: { of: Endpoint }) {
  return (
    <Stack as="ul" listStyleType="none" gap="1">
      {public_keys.map(({ id, public_key, created_at, expires_at }) => (
        <li key={id}>
          <Id value={public_key} label="the public key" />
          <Text color="fg.muted" fontSize="xs">
            {expires_at === null ? "Current, since " : "Before, signs until "}
            <Instant at={expires_at ?? created_at} rough />
          </Text>
        </li>
      ))}
    </Stack>
  );
}

/** What an endpoint asks for beside event types. */
export function choiceFactsOf(endpoint: Endpoint): readonly Fact[] {
  const { filters, headers, deliveries_per_second: rate, ordered, public_keys } = endpoint;
  return [
    ...(filters.length === 0 ? [] : [["Only what says", <Lines key="filters" text={filterLines(filters)} />] as const]),
    ...(headers.length === 0 ? [] : [["Headers", <Lines key="headers" text={headerLines(headers)} />] as const]),
    ...(rate === null ? [] : [["Rate", `${rate} in a second at most`] as const]),
    ...(ordered ? [["Order", "what is about one object, one after the other"] as const] : []),
    ...(public_keys.length === 0 ? [] : [["Public keys", <Keys key="keys" of={endpoint} />] as const]),
  ];
}
