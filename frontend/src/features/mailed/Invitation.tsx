import { Box, Button, Grid, Stack, Text } from "@chakra-ui/react";
import { Fragment, type ReactNode, useEffect, useState } from "react";
import { api, body, type Schemas } from "../../api/client";
import { ApiProblem, problemAt, withWait } from "../../api/problem";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { store } from "../../shell/stored";
import { useAction } from "../../ui/action";
import { Instant } from "../../ui/Instant";

import { ProblemView } from "../../ui/ProblemView";
import { ContinueThere } from "../openid/ContinueThere";
import { Outside } from "../session/Outside";
import { enterWithPassword, learnAgain, leave, ownTenant, type Session } from "../session/session";
import { SignInForm } from "../session/SignInForm";
import { roleNames, roleWords } from "../team/roles";
import { leaveFor } from "../../shell/arrival";
import { type NewPerson, NewPersonForm } from "./NewPersonForm";
import { WrongLink } from "./WrongLink";
import { wrongWithLink } from "./words";

type Shown = Schemas["invitation_shown"];
type KnownSession = Exclude<Session, { state: "starting" }>;

/** What the invitation says; asked for again by `ask`. */
function useShown(token: string) {
  const [shown, setShown] = useState<Shown>();
  const [problem, setProblem] = useState<unknown>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let wanted = true;
    body(api.POST("/api/v1/auth/invitations/show", { body: { token } }))
      .then((answer) => {
        if (wanted) setShown(answer);
      })
      .catch((failed: unknown) => {
        if (wanted) setProblem(failed);
      });
    return () => {
      wanted = false;
    };
  }, [token, turn]);
  const ask = () => {
    setProblem(undefined);
    setTurn(turn + 1);
  };
  return { shown, problem, ask };
}

export function Invitation({ token, session }: { token: string; session: KnownSession }) {
  const { shown, problem, ask } = useShown(token);
  const [joined, setJoined] = useState<Shown>();
  const accept = useAction(async (person?: NewPerson) => {
    const { role } = await body(api.POST("/api/v1/auth/invitations/accept", { body: { token, ...person } }));
    if (shown) setJoined({ ...shown, role });
  });
  const open = useAction(async (person?: NewPerson) => {
    if (person && shown) await enterWithPassword(shown.email, person.password);
    else await learnAgain();
    const tenant = ownTenant(shown?.tenant_id ?? "");
    if (tenant) store("tenant", tenant.key);
    leaveFor(tenant ? `/app/usage?${new URLSearchParams({ tenant: tenant.key }).toString()}` : "/app/");
  });

  async function join(person?: NewPerson) {
    if (await accept.start(person)) await open.start(person);
  }

  const wrong = wrongWithLink("invitation", problem ?? accept.problem);
  if (wrong && !joined) return <WrongLink wrong={wrong} />;
  if (joined) return <Joined shown={joined} session={session} open={open} />;
  if (shown === undefined) {
    return (
      <Outside name="Invitation" title="An invitation" about="Into which tenant, and as what:">
        {problem === undefined ? (
          <PageSkeleton />
        ) : (
          <ProblemView
            title="The invitation could not be loaded"
            problem={withWait(problem, "Too many attempts.")}
            retry={ask}
          />
        )}
      </Outside>
    );
  }
  const atField = ["/name", "/password"].some((pointer) => problemAt(accept.problem, pointer) !== undefined);
  // Somebody has made an account with this address meanwhile.
  const late = accept.problem instanceof ApiProblem && accept.problem.code === "invitation_sign_in";
  return (
    <Outside
      name="Invitation"
      title={`Join ${shown.tenant_name}`}
      about="You are invited. What you see and may do there depends on your role."
    >
      <Stack gap="5">
        <Facts shown={shown} />
        {accept.problem !== undefined && !atField && (
          <ProblemView
            title="You have not joined"
            problem={withWait(accept.problem, "Too many attempts.")}
            {...(late && { retry: ask })}
          />
        )}
        <Way shown={shown} session={session} busy={accept.busy || open.busy} join={join} problem={accept.problem} />
      </Stack>
    </Outside>
  );
}

function Facts({ shown: { tenant_name, role, email, expires_at } }: { shown: Shown }) {
  const facts: [string, ReactNode][] = [
    ["Tenant", tenant_name],
    [
      "Role",
      <>
        {roleNames[role]}
        <Text color="fg.muted">{roleWords[role]}</Text>
      </>,
    ],
    ["Address", email],
    ["Good until", <Instant key="at" at={expires_at} rough />],
  ];
  return (
    <Grid as="dl" templateColumns="5.5rem minmax(0, 1fr)" columnGap="3" rowGap="2">
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <Text as="dt" color="fg.muted">
            {name}
          </Text>
          <Box as="dd" overflowWrap="anywhere" minW="0">
            {value}
          </Box>
        </Fragment>
      ))}
    </Grid>
  );
}

interface WayProps {
  shown: Shown;
  session: KnownSession;
  busy: boolean;
  join: (person?: NewPerson) => Promise<void>;
  problem: unknown;
}

/** What one has to do to accept, by who one is. */
function Way({ shown, session, busy, join, problem }: WayProps) {
  const { email, needs_password } = shown;
  if (session.state === "out") {
    if (needs_password) return <NewPersonForm email={email} busy={busy} problem={problem} send={join} />;
    return (
      <Stack gap="4">
        <SignInForm way="password" email={email} reason="This address has an account: sign in with it, then accept." />
        <ContinueThere
          or
          to="/app/"
          about="You come back without this invitation: open the link in the mail once more."
        />
      </Stack>
    );
  }
  if (session.kind === "person" && session.person.email === email && !needs_password) {
    return (
      <Button loading={busy} onClick={() => void join()}>
        Accept the invitation
      </Button>
    );
  }
  return (
    <Stack gap="4">
      <Text role="status" overflowWrap="anywhere">
        You are signed in {session.kind === "key" ? "with an API key" : <>as {session.person.email}</>}. The invitation
        is for {email}, and for nobody else.
      </Text>
      <Button variant="outline" colorPalette="gray" onClick={() => void leave()}>
        Sign out and go on as {email}
      </Button>
    </Stack>
  );
}

interface JoinedProps {
  shown: Shown;
  session: KnownSession;
  open: { busy: boolean; problem: unknown; start: () => Promise<boolean> };
}

/** Between the acceptance and the portal; it stays when the portal does not open. */
function Joined({ shown, session, open }: JoinedProps) {
  const out = session.state === "out";
  return (
    <Outside name="Invitation" title={`You belong to ${shown.tenant_name}`} about={`As ${roleNames[shown.role]}.`}>
      <Stack gap="4">
        {open.problem !== undefined && (
          <ProblemView
            title={out ? "You are not signed in yet" : "The tenant could not be opened"}
            problem={withWait(open.problem, "Too many attempts.")}
          />
        )}
        <Button loading={open.busy} onClick={() => (out ? leaveFor("/app/") : void open.start())}>
          {out ? "Go to the sign-in" : `Open ${shown.tenant_name}`}
        </Button>
      </Stack>
    </Outside>
  );
}
