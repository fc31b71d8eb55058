import { Stack } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type Fact, Facts } from "../../ui/Facts";
import { Id } from "../../ui/Id";
import { Instant } from "../../ui/Instant";
import { PageHead } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import { Deliveries } from "./Deliveries";
import { EndpointActions } from "./EndpointActions";
import type { Endpoint } from "./load";
import { EventTypes, StateBadge } from "./parts";
import { useWebhookScope } from "./scope";
import { choiceFactsOf } from "./ChoiceFacts";
import { Verify } from "./Verify";

const looks_ms = 5_000;

interface Props {
  endpoint: Endpoint;
  now: number;
  /** Not while it is being deleted, as then there is nothing to ask for. */
  watched: boolean;
  /** Whether it is being deleted. */
  deleting: (is: boolean) => void;
}

function Secrets({ of: { secrets } }: { of: Endpoint }) {
  return (
    <Stack as="ul" listStyleType="none" gap="0">
      {secrets.map(({ id, created_at, expires_at }) => (
        <li key={id}>
          {expires_at === null ? "Current, since " : "Before, signs until "}
          <Instant at={expires_at ?? created_at} rough />
        </li>
      ))}
    </Stack>
  );
}

function factsOf(endpoint: Endpoint, now: number): readonly Fact[] {
  const { id, url, failures, disabled_at, created_at, updated_at } = endpoint;
  return [
    ["URL", <Id key="url" value={url} label="the URL" />],
    ["Is told of", <EventTypes key="types" of={endpoint} />],
    ...choiceFactsOf(endpoint),
    ["State", <StateBadge key="state" of={endpoint} now={now} />],
    ...(disabled_at === null ? [] : [["Disabled", <Instant key="disabled" at={disabled_at} />] as const]),
    ...(failures === 0 ? [] : [["Failed attempts", `${failures} in a row`] as const]),
    ["Secrets", <Secrets key="secrets" of={endpoint} />],
    ["Made", <Instant key="made" at={created_at} />],
    ["Last changed", <Instant key="changed" at={updated_at} />],
    ["Id", <Id key="id" value={id} label="the id" />],
  ];
}

/** One endpoint: what it is, what can be done to it, and what was sent to it. */
export function EndpointView({ endpoint, now, watched, deleting }: Props) {
  const client = useQueryClient();
  const { mayWrite } = useWebhookScope();
  const { id, url, description } = endpoint;

  // Deliveries come and end by themselves.
  useEffect(() => {
    if (!watched) return undefined;
    const timer = setInterval(() => {
      void client.invalidateQueries({ queryKey: ["webhook deliveries", id] });
      void client.invalidateQueries({ queryKey: ["webhooks"] });
    }, looks_ms);
    return () => clearInterval(timer);
  }, [client, id, watched]);

  return (
    <>
      <title>{`${description || url} · Weir`}</title>
      <PageHead title={description || (URL.canParse(url) ? new URL(url).host : url)} about="A webhook endpoint." />
      <Stack gap="5">
        <Section title="Endpoint">
          <Stack gap="4">
            <Facts of={factsOf(endpoint, now)} />
            {mayWrite && <EndpointActions endpoint={endpoint} deleting={deleting} />}
          </Stack>
        </Section>
        <Deliveries endpoint={endpoint} />
        <Verify />
      </Stack>
    </>
  );
}
