import { Button, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { factor } from "../features/factor/factor";
import { SetUp } from "../features/factor/SetUp";
import { PageHead, Panel } from "../ui/Panel";
import { ProblemView } from "../ui/ProblemView";
import { PageSkeleton } from "./PageSkeleton";
import { useStanding } from "./standing";

/** Instead of the pages of a tenant whose policy asks for a second factor that one does not have. */
export default function MustEnroll() {
  const { chosen } = useStanding();
  const own = useQuery(factor);
  const name = chosen?.name ?? "This tenant";
  return (
    <>
      <title>Second factor needed · Weir</title>
      <PageHead
        title={`${name} asks for a second factor`}
        about="Its owners want everybody to give a code beside the password."
      />
      <Panel maxW="2xl">
        {own.isPending ? (
          <PageSkeleton />
        ) : own.isError ? (
          <ProblemView
            title="Your second factor could not be loaded"
            problem={own.error}
            retry={() => void own.refetch()}
          />
        ) : own.data.enabled ? (
          <NotYet />
        ) : (
          <Stack gap="4" align="flex-start">
            <Text>
              You have none yet. It takes a minute and an authenticator app on your phone. Then you see {name} again;
              your own pages and tenants that do not ask for it stay open meanwhile.
            </Text>
            <SetUp />
          </Stack>
        )}
      </Panel>
    </>
  );
}

/** It was set up a moment ago, by another process of the server. */
function NotYet() {
  const { details } = useStanding();
  return (
    <Stack gap="4" align="flex-start">
      <Text role="status">Yours is on. You are let in within a minute.</Text>
      <Button variant="outline" colorPalette="gray" onClick={() => void details.refetch()}>
        Look again
      </Button>
    </Stack>
  );
}
