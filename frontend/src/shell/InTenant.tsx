import { Alert, Button, Link, Stack, Text } from "@chakra-ui/react";
import { lazy, Suspense } from "react";
import { Link as RouterLink, Outlet } from "react-router";
import { hasCode } from "../api/problem";
import { isStaff } from "../features/session/session";
import { PageHead, Panel } from "../ui/Panel";
import { ProblemView } from "../ui/ProblemView";
import { PageSkeleton } from "./PageSkeleton";
import { useStanding } from "./standing";
import { TenantContext } from "./tenant";

export const MustEnroll = lazy(() => import("./MustEnroll"));

/** The pages that are about one tenant. */
export function InTenant() {
  const { session, chosen, inside, details, acting } = useStanding();
  if (chosen === undefined) return <NoTenant />;
  if (!inside) return <Door />;
  for (const asked of [details, acting]) {
    if (hasCode(asked.error, "tenant_suspended")) return <Suspended />;
    if (hasCode(asked.error, "mfa_enrollment_required")) return <MustEnroll />;
    if (asked.isError && asked.data === undefined) {
      return (
        <ProblemView title="The tenant could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
      );
    }
  }
  if (!details.data || (session.kind === "person" && !acting.data)) return <PageSkeleton />;
  return (
    <TenantContext value={details.data}>
      {details.data.state === "suspended" && (
        <Alert.Root status="warning" variant="surface" rounded="lg" mb="5">
          <Alert.Indicator />
          <Alert.Title fontWeight="normal">
            {details.data.name} is suspended: its events are refused, and its members see nothing of it.
          </Alert.Title>
        </Alert.Root>
      )}
      <Suspense fallback={<PageSkeleton />}>
        <Outlet />
      </Suspense>
    </TenantContext>
  );
}

function Suspended() {
  const { chosen, details } = useStanding();
  return (
    <>
      <title>Suspended · Weir</title>
      <PageHead
        title={`${chosen?.name} is suspended`}
        about="What was counted stays, and nothing of it is shown meanwhile."
      />
      <Panel maxW="2xl">
        <Stack gap="4" align="flex-start">
          <Text>Its events are refused until the company that runs this server lets it go on. Ask them why.</Text>
          <Button variant="outline" colorPalette="gray" onClick={() => void details.refetch()}>
            Look again
          </Button>
        </Stack>
      </Panel>
    </>
  );
}

/** Staff look at a tenant on purpose only, and the tenant is told. */
function Door() {
  const { session, chosen, enter } = useStanding();
  const role = session.kind === "person" ? session.person.platform_role : "";
  return (
    <>
      <title>Open as staff · Weir</title>
      <PageHead
        title={`Open ${chosen?.name} as staff?`}
        about={`You are no member of it; as ${role} you may look inside.`}
      />
      <Panel maxW="2xl">
        <Stack gap="4" align="flex-start">
          <Text>
            Its own audit trail will show that you were here, and everything that you change is signed as staff there.
            Once it is open, a line at the top of each page says so.
          </Text>
          <Button onClick={enter}>Open as staff</Button>
          <Link asChild textDecoration="underline">
            <RouterLink to="/tenants">Back to all tenants</RouterLink>
          </Link>
        </Stack>
      </Panel>
    </>
  );
}

export function NoTenant() {
  const { session } = useStanding();
  if (isStaff(session)) {
    return (
      <>
        <PageHead title="No tenant is open" about="Pages like this one are about one tenant." />
        <Link asChild textDecoration="underline">
          <RouterLink to="/tenants">Choose one of all tenants</RouterLink>
        </Link>
      </>
    );
  }
  return (
    <>
      <PageHead title="No tenant yet" about="Pages like this one are about one tenant." />
      <Text>
        {session.kind === "person"
          ? "You are a member of no tenant yet. Ask somebody of your company to invite you."
          : "There is no tenant yet: the first event with a new subject makes one."}
      </Text>
    </>
  );
}
