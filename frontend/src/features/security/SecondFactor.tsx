import { Alert, Badge, Button, HStack, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, body, type Schemas } from "../../api/client";
import { Confirm } from "../../ui/Confirm";
import { Instant } from "../../ui/Instant";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { few_recovery_codes, recovery_codes } from "../factor/codes";
import { useEnrollment } from "../factor/enrollment";
import { factor } from "../factor/factor";
import { SetUp } from "../factor/SetUp";

export function SecondFactor() {
  const own = useQuery(factor);
  return (
    <Section
      title="Second factor"
      about="A code of an app on your phone beside the password: who learns your password alone does not get in."
    >
      {own.data === undefined ? (
        own.isError ? (
          <ProblemView
            title="The second factor could not be loaded"
            problem={own.error}
            retry={() => void own.refetch()}
          />
        ) : (
          <Skeleton h="9" maxW="80" aria-busy="true" />
        )
      ) : own.data.enabled ? (
        <On status={own.data} />
      ) : (
        <Stack gap="4" align="flex-start">
          <Badge variant="surface" colorPalette="orange">
            off
          </Badge>
          <SetUp />
        </Stack>
      )}
    </Section>
  );
}

function FewLeft({ left }: { left: number }) {
  return (
    <Alert.Root status="warning" variant="surface" rounded="lg">
      <Alert.Indicator />
      <Alert.Title fontWeight="normal">
        {left === 0
          ? "You have no recovery code left: without the app you do not get in any more. Make new ones."
          : `You have ${left} recovery ${left === 1 ? "code" : "codes"} left. Make new ones before they are used up.`}
      </Alert.Title>
    </Alert.Root>
  );
}

function On({ status: { enabled_at, recovery_codes_left: left } }: { status: Schemas["mfa_status"] }) {
  const client = useQueryClient();
  const { show } = useEnrollment();
  const [open, setOpen] = useState<"replace" | "off">();
  const close = () => setOpen(undefined);

  async function replace() {
    const { recovery_codes: codes } = await body(api.POST("/api/v1/users/me/mfa/recovery-codes"));
    show(codes);
    void client.invalidateQueries({ queryKey: factor.queryKey });
  }

  async function switchOff() {
    await api.DELETE("/api/v1/users/me/mfa/totp");
    // Its trusted devices are gone too, and tenants may not let one in any more.
    await client.invalidateQueries();
    say("Your second factor is off.");
  }

  return (
    <Stack gap="4" align="flex-start">
      <HStack gap="2" wrap="wrap">
        <Badge variant="surface" colorPalette="green">
          on
        </Badge>
        <Text>
          since <Instant at={enabled_at} rough /> · {left} of {recovery_codes} recovery codes left
        </Text>
      </HStack>
      {left <= few_recovery_codes && <FewLeft left={left} />}
      <HStack gap="3" wrap="wrap">
        <Button size="sm" variant="outline" onClick={() => setOpen("replace")}>
          New recovery codes
        </Button>
        <Button size="sm" variant="outline" colorPalette="red" onClick={() => setOpen("off")}>
          Switch off
        </Button>
      </HStack>
      {open === "replace" && (
        <Confirm
          title="Make new recovery codes?"
          act="Make new ones"
          failed="No new codes were made"
          run={replace}
          close={close}
        >
          <Text>Those that you have now stop working. The new ones are shown once.</Text>
        </Confirm>
      )}
      {open === "off" && (
        <Confirm
          title="Switch the second factor off?"
          act="Switch off"
          failed="The second factor is still on"
          danger
          run={switchOff}
          close={close}
        >
          <Text>
            From then on your password alone signs you in. The secret in your app, your recovery codes and your trusted
            devices are forgotten. Tenants that ask for a second factor do not let you in any more.
          </Text>
        </Confirm>
      )}
    </Stack>
  );
}
