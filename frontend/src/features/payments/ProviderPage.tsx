import { Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { hasCode } from "../../api/problem";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { usePlatformMay } from "../../shell/standing";
import { type Fact, Facts } from "../../ui/Facts";
import { Id } from "../../ui/Id";
import { InnerLink } from "../../ui/InnerLink";
import { Instant } from "../../ui/Instant";
import { PageHead } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { Back } from "../invoices/parts";
import { InvoicePushing } from "./InvoicePushing";
import { MeterExports } from "./MeterExports";
import { ProviderActions } from "./ProviderActions";
import { eventsBase, ModeBadge, providersBase, ProviderState } from "./providerParts";
import { provider, type Provider, type Secret, secretsOf, webhookUrl } from "./providers";
import { wordsOf } from "./words";

function Secrets({ of, none }: { of: readonly Secret[]; none: string }) {
  if (of.length === 0) return <Text color="fg.muted">{none}</Text>;
  return (
    <Stack as="ul" listStyleType="none" gap="0">
      {of.map(({ id, created_at, expires_at }) => (
        <li key={id}>
          {expires_at === null ? "Current, since " : "Before, counts until "}
          <Instant at={expires_at ?? created_at} rough />
        </li>
      ))}
    </Stack>
  );
}

function factsOf(of: Provider): readonly Fact[] {
  const words = wordsOf[of.provider];
  return [
    ["Webhook URL", <Id key="url" value={webhookUrl(of, window.location.origin)} label="the webhook URL" />],
    ["Mode", <ModeBadge key="mode" of={of} />],
    ["State", <ProviderState key="state" of={of} />],
    [words.proof, <Secrets key="signing" of={secretsOf(of, "signing")} none="None: its webhooks are refused." />],
    ...(of.provider === "paypal"
      ? ([["Client id", of.client_id ?? "None: no payment is made through it."]] as const)
      : []),
    [words.key, <Secrets key="key" of={secretsOf(of, "api_key")} none="None: no payment is made through it." />],
    ["Events read up to", of.swept_to === null ? "–" : <Instant key="swept" at={of.swept_to} />],
    ...(of.sweep_asked_at === null
      ? []
      : [["Reading was asked for", <Instant key="asked" at={of.sweep_asked_at} />] as const]),
    ["Connected", <Instant key="made" at={of.created_at} />],
    ["Last changed", <Instant key="changed" at={of.updated_at} />],
    ["Id", <Id key="id" value={of.id} label="the id" />],
  ];
}

function ProviderView({ of }: { of: Provider }) {
  const mayWrite = usePlatformMay("payment_providers_write");
  return (
    <>
      <title>{`${of.name} · Weir`}</title>
      <PageHead title={of.name} about={`An account at ${wordsOf[of.provider].name}.`} />
      <Stack gap="5">
        <Section title="Account" action={<InnerLink to={`${eventsBase}?account=${of.id}`}>What it has sent</InnerLink>}>
          <Stack gap="4">
            <Facts of={factsOf(of)} />
            {mayWrite && <ProviderActions provider={of} />}
          </Stack>
        </Section>
        {of.provider === "stripe" && <MeterExports account={of.id} />}
        {of.provider === "stripe" && <InvoicePushing of={of} />}
        <Section title={`At ${wordsOf[of.provider].name}`}>
          <Text maxW="2xl">{wordsOf[of.provider].setup}</Text>
        </Section>
      </Stack>
    </>
  );
}

export function ProviderPage() {
  const { provider: id = "" } = useParams();
  const asked = useQuery(provider(id));
  const back = <Back to={providersBase}>All accounts</Back>;
  if (hasCode(asked.error, "payment_provider_not_found")) {
    return (
      <>
        <title>No account · Weir</title>
        {back}
        <PageHead title="There is no account with this id" about="It may be mistyped: accounts are never deleted." />
      </>
    );
  }
  if (asked.data) {
    return (
      <>
        {back}
        <ProviderView key={id} of={asked.data} />
      </>
    );
  }
  if (!asked.isError) return <PageSkeleton />;
  return (
    <>
      <title>Payment providers · Weir</title>
      {back}
      <ProblemView title="The account could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
    </>
  );
}
