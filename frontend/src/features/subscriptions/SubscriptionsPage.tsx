import { Button, Center, Link, Skeleton, Stack, VisuallyHidden } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link as RouterLink, useParams } from "react-router";
import { NotFound } from "../../shell/NotFound";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { usePlatformMay } from "../../shell/standing";
import { namedTenant, type Tenant, useKeptSearch } from "../../shell/tenant";
import { PlusIcon } from "../../ui/icons";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { everybody } from "../audit/load";
import { useSubscriptions } from "./load";
import { Subscribe } from "./Subscribe";
import { SubscriptionCard } from "./SubscriptionCard";

/** What a tenant is subscribed to, for staff: asked about from outside, so the tenant is not entered. */
export default function SubscriptionsPage() {
  const mayRead = usePlatformMay("subscriptions_read");
  const { tenant: which = "" } = useParams();
  const tenant = useQuery({ ...namedTenant(which), enabled: mayRead });
  if (!mayRead) return <NotFound />;
  return (
    <>
      <title>{`Subscriptions of ${tenant.data?.name ?? "a tenant"} · Weir`}</title>
      <Back />
      {tenant.data ? (
        <Of key={tenant.data.id} tenant={tenant.data} />
      ) : tenant.isError ? (
        <ProblemView
          title="The tenant could not be loaded"
          problem={tenant.error}
          retry={() => void tenant.refetch()}
        />
      ) : (
        <PageSkeleton />
      )}
    </>
  );
}

function Back() {
  const kept = useKeptSearch();
  return (
    <Link asChild textDecoration="underline" mb="3" display="inline-block">
      <RouterLink to={`/tenants${kept}`}>All tenants</RouterLink>
    </Link>
  );
}

function Of({ tenant }: { tenant: Tenant }) {
  const mayWrite = usePlatformMay("subscriptions_write") && tenant.state !== "deleted";
  const mayName = usePlatformMay("users_list");
  const names = useQuery({ ...everybody, enabled: mayName }).data ?? new Map<string, string>();
  const list = useSubscriptions(tenant.id, false);
  const [asking, setAsking] = useState(false);
  const add = mayWrite && (
    <Button size="sm" onClick={() => setAsking(true)}>
      <PlusIcon /> Subscribe to a plan
    </Button>
  );
  return (
    <>
      <PageHead
        title={`Subscriptions of ${tenant.name}`}
        about={`What it pays for, as dated changes. Its currency is ${tenant.currency}, its clock ${tenant.time_zone}.`}
      >
        {add}
      </PageHead>
      <Stack gap="5">
        {list.isError && (
          <ProblemView
            title="The subscriptions could not be loaded"
            problem={list.error}
            retry={() => void list.refetch()}
          />
        )}
        {list.items === undefined && !list.isError && (
          <Stack aria-busy="true">
            <VisuallyHidden>Loading</VisuallyHidden>
            <Skeleton h="64" />
          </Stack>
        )}
        {list.items?.map((subscription) => (
          <SubscriptionCard
            key={subscription.id}
            tenant={tenant}
            subscription={subscription}
            names={names}
            mayWrite={mayWrite}
            base={list.items?.find(({ id }) => id === subscription.add_on_to)}
          />
        ))}
        {list.items?.length === 0 && (
          <Nothing
            title="It is subscribed to nothing"
            about="Its usage is counted all the same; what it costs begins with a plan, also back-dated."
          >
            {add}
          </Nothing>
        )}
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
      {asking && <Subscribe tenant={tenant} close={() => setAsking(false)} />}
    </>
  );
}
