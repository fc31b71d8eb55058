import { Badge, Button, Center, Link, Skeleton, Stack, Text, VisuallyHidden } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { Link as RouterLink } from "react-router";
import { hasCode } from "../../api/problem";
import { NotAllowed } from "../../shell/NotAllowed";
import { useMay, usePlatformMay } from "../../shell/standing";
import { useKeptSearch, useTenant } from "../../shell/tenant";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { meters as metersOf } from "../meters/load";
import { plan } from "../plans/load";
import { PricesTable } from "../plans/PricesTable";
import { type Subscription, useSubscriptions } from "./load";
import { Timeline } from "./Timeline";
import { planWords, standing, stateColors, stateWords } from "./words";

/** What the tenant pays for, for its own people. */
export default function PlanPage() {
  return useMay("subscriptions_read") ? <Own /> : <NotAllowed title="Plan" who="owners, admins and billing" />;
}

function Own() {
  const tenant = useTenant();
  const kept = useKeptSearch();
  const mayChange = usePlatformMay("subscriptions_write");
  const list = useSubscriptions(tenant.id, true);
  const going = list.items?.filter(({ state }) => state !== "canceled") ?? [];
  const over = list.items?.filter(({ state }) => state === "canceled") ?? [];
  return (
    <>
      <title>Plan · Weir</title>
      <PageHead title="Plan" about={`What ${tenant.name} is subscribed to, and what it costs.`}>
        {mayChange && (
          <Link asChild textDecoration="underline">
            <RouterLink to={`/tenants/${tenant.id}/subscriptions${kept}`}>Change it as staff</RouterLink>
          </Link>
        )}
      </PageHead>
      <Stack gap="5">
        {list.isError && (
          <ProblemView title="The plan could not be loaded" problem={list.error} retry={() => void list.refetch()} />
        )}
        {list.items === undefined && !list.isError && (
          <Stack aria-busy="true">
            <VisuallyHidden>Loading</VisuallyHidden>
            <Skeleton h="64" />
          </Stack>
        )}
        {list.items && going.length === 0 && (
          <Nothing
            title="There is no plan now"
            about={`${tenant.name} is subscribed to nothing. Its usage is counted all the same.`}
          />
        )}
        {going.map((subscription) => (
          <Current key={subscription.id} subscription={subscription} />
        ))}
        {over.length > 0 && <Over subscriptions={over} />}
        {list.hasNextPage && (
          <Center>
            <Button
              size="sm"
              variant="outline"
              colorPalette="gray"
              loading={list.isFetching}
              onClick={() => void list.fetchNextPage()}
            >
              Load more
            </Button>
          </Center>
        )}
      </Stack>
    </>
  );
}

function Current({ subscription }: { subscription: Subscription }) {
  const { time_zone: zone } = useTenant();
  const { code, version } = subscription.plan;
  const mayRead = usePlatformMay("plans_read");
  const known = useQuery({ ...plan(code, version), enabled: mayRead }).data?.plan;
  return (
    <Section
      title={known?.name ?? code}
      about={planWords(subscription.plan)}
      action={
        <Badge variant="surface" colorPalette={stateColors[subscription.state]}>
          {stateWords[subscription.state]}
        </Badge>
      }
    >
      <Stack gap="5">
        <Stack gap="1">
          {standing(subscription, zone, known?.name ?? code).map((sentence) => (
            <Text key={sentence}>{sentence}</Text>
          ))}
        </Stack>
        <Prices subscription={subscription} />
        <Timeline changes={subscription.changes} zone={zone} />
      </Stack>
    </Section>
  );
}

/** The catalogue is the platform's: who may not read it is told whom to ask. */
function Prices({ subscription: { plan: of, currency } }: { subscription: Subscription }) {
  const tenant = useTenant();
  const mayRead = usePlatformMay("plans_read");
  const asked = useQuery({ ...plan(of.code, of.version), enabled: mayRead });
  const meters = useQuery({ ...metersOf(tenant.id), enabled: mayRead }).data ?? [];
  if (asked.data) return <PricesTable plan={asked.data.plan} currency={currency} meters={meters} />;
  if (mayRead && asked.isPending) return <Skeleton h="32" aria-busy="true" />;
  if (asked.isError && !hasCode(asked.error, "forbidden"))
    return (
      <ProblemView title="The prices could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
    );
  return (
    <Text color="fg.muted">Amounts are in {currency}. What it costs, the company that runs this server can tell.</Text>
  );
}

function Over({ subscriptions }: { subscriptions: readonly Subscription[] }) {
  const { time_zone: zone } = useTenant();
  return (
    <Section title="Ended">
      <Stack gap="2">
        {subscriptions.map((subscription) => (
          <Text key={subscription.id}>{standing(subscription, zone, planWords(subscription.plan)).join(" ")}</Text>
        ))}
      </Stack>
    </Section>
  );
}
