import { Badge, HStack, Link, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { Link as RouterLink, useParams } from "react-router";
import { hasCode } from "../../api/problem";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { usePlatformMay, useStanding } from "../../shell/standing";
import { useKeptSearch } from "../../shell/tenant";
import { CodeLines } from "../../ui/CodeLines";
import { type Fact, Facts } from "../../ui/Facts";
import { Id } from "../../ui/Id";
import { Instant } from "../../ui/Instant";
import { disableLine } from "../../ui/lines";
import { PageHead, Panel } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { nameOf } from "../team/roles";
import { Deeds } from "./Deeds";
import { person, staffWords, type User } from "./people";
import { TheirData } from "./TheirData";

function Back() {
  const kept = useKeptSearch();
  return (
    <Link asChild textDecoration="underline" mb="3" display="inline-block">
      <RouterLink to={`/people${kept}`}>All people</RouterLink>
    </Link>
  );
}

export function PersonPage() {
  const { user: id = "" } = useParams();
  const asked = useQuery(person(id));
  // Before what was loaded: they may have been erased since.
  if (hasCode(asked.error, "user_not_found")) {
    return (
      <>
        <title>Nobody · Weir</title>
        <Back />
        <PageHead title="There is nobody with this id" about="It may be mistyped, or the person was erased." />
        <Panel maxW="2xl">
          <Text>
            The platform&apos;s audit trail keeps what was done under an id, also when it is nobody&apos;s now.
          </Text>
        </Panel>
      </>
    );
  }
  if (asked.data) return <Found key={id} user={asked.data} />;
  if (asked.isError) {
    return (
      <>
        <title>People · Weir</title>
        <Back />
        <ProblemView title="The person could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
      </>
    );
  }
  return <PageSkeleton />;
}

function factsOf(user: User): readonly Fact[] {
  return [
    [
      "E-mail",
      <HStack key="email" gap="2" wrap="wrap">
        <Id value={user.email} label="the address" />
        <Badge variant="surface" colorPalette={user.email_verified ? "green" : "gray"}>
          {user.email_verified ? "confirmed" : "not confirmed"}
        </Badge>
      </HStack>,
    ],
    ["Name", user.name || "–"],
    [
      "State",
      <Badge key="state" variant="surface" colorPalette={user.is_active ? "green" : "gray"}>
        {user.is_active ? "active" : "disabled"}
      </Badge>,
    ],
    ["On the staff", user.platform_role ? staffWords[user.platform_role] : "no"],
    ["Since", <Instant key="since" at={user.created_at} />],
    ["Last changed", <Instant key="changed" at={user.updated_at} />],
    ["Id", <Id key="id" value={user.id} label="the id" />],
  ];
}

function Found({ user }: { user: User }) {
  const { session } = useStanding();
  const mayErase = usePlatformMay("users_erase");
  const mayRead = usePlatformMay("audit_read");
  const own = session.kind === "person" && session.person.id === user.id;
  return (
    <>
      <title>{`${nameOf(user)} · Weir`}</title>
      <Back />
      <PageHead title={nameOf(user)} about={own ? "This is you." : "A person of this installation."} />
      <Stack gap="5">
        <Section title="Account">
          <Stack gap="4">
            <Facts of={factsOf(user)} />
            {mayErase && user.is_active && !own && (
              <Stack gap="2" maxW="2xl">
                <Text color="fg.muted">
                  On the server they can be disabled: nobody signs in as them any more, and what they have open ends.
                </Text>
                <CodeLines label="Disable them" text={disableLine(user.email)} />
              </Stack>
            )}
          </Stack>
        </Section>
        <TheirData user={user} own={own} />
        {mayRead && <Deeds user={user} />}
      </Stack>
    </>
  );
}
