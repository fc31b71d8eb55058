import { Button, Stack } from "@chakra-ui/react";
import { useEffect, useState } from "react";
import { ApiProblem, reworded, withWait } from "../../api/problem";
import { CodeAsked } from "../../api/token";
import { leaveFor, type Return } from "../../shell/arrival";
import { proved } from "../../shell/proved";
import { useAction } from "../../ui/action";
import { ProblemView } from "../../ui/ProblemView";
import { Waiting } from "../../ui/Waiting";
import { CodeForm } from "../session/CodeForm";
import { Outside } from "../session/Outside";
import type { Session } from "../session/session";
import { finish } from "./finish";
import { nameOf } from "./issuer";
import { forgetTrip, pageOf, setOut, type Trip, tripUnderWay } from "./trip";
import { failed, over, type Reason, reasonOf, reasonTold, refusedToBegin } from "./words";

interface Props {
  answer: Return["answer"];
  session: Exclude<Session, { state: "starting" }>;
}

type Step = { is: "waiting" } | { is: "code"; token: string } | { is: "failed"; reason: Reason; problem: ApiProblem };

function leave(trip: Trip | undefined) {
  forgetTrip();
  leaveFor(pageOf(trip?.to));
}

function arrived(trip: Trip | undefined) {
  if (trip?.why === "step up") proved(trip.to);
  leave(trip);
}

/** What did not come from the server, in the shape of what does. */
function failure(code: string, at: string, reason: Reason): Step {
  return { is: "failed", reason, problem: new ApiProblem(0, code, reason.about, undefined, `sign-in at ${at}`) };
}

function firstStep(answer: Return["answer"], trip: Trip | undefined, at: string): Step {
  if (answer?.is === "code") return { is: "waiting" };
  // Somebody else's link, or a page that was loaded again.
  if (answer === undefined || trip === undefined) return failure("openid_state_invalid", at, over());
  return failure(answer.error, at, reasonTold(answer.error, at));
}

/** Where the sign-in service sends the browser back to. */
export default function ReturnPage({ answer, session }: Props) {
  const [trip] = useState(tripUnderWay);
  const at = trip ? nameOf(trip.issuer) : "the sign-in service";
  const [step, setStep] = useState<Step>(() => firstStep(answer, trip, at));

  useEffect(() => {
    if (answer?.is !== "code") return;
    let wanted = true;
    finish(answer)
      .then(() => {
        if (wanted) arrived(trip);
      })
      .catch((refused: unknown) => {
        if (!wanted) return;
        if (refused instanceof CodeAsked) setStep({ is: "code", token: refused.token });
        else setStep(refusal(refused, at));
      });
    return () => {
      wanted = false;
    };
  }, [answer, trip, at]);

  if (step.is === "waiting") return <Waiting what={trip?.why === "step up" ? "Going on" : "Signing in"} />;
  if (step.is === "failed") return <Failed {...step} trip={trip} at={at} session={session} />;
  const person = trip?.why === "step up" && session.state === "in" && session.kind === "person" ? session.person : null;
  return (
    <Outside name="Sign in" title="Enter a code" about={`${at} says who you are. A code shows that it is you.`}>
      <CodeForm
        token={step.token}
        {...(person && { email: person.email, stepsUp: true })}
        back={(why) =>
          why === undefined
            ? leave(trip)
            : setStep(failure("invalid_grant", at, { ...over(), about: `${why} Begin again.` }))
        }
        backText={person ? "Not now" : "Back to the sign-in"}
        done={() => arrived(trip)}
      />
    </Outside>
  );
}

function refusal(refused: unknown, at: string): Step {
  const reason = reasonOf(refused, at);
  if (!(refused instanceof ApiProblem)) return failure("broken", at, reason);
  return { is: "failed", reason, problem: reworded(refused, reason.about) };
}

interface FailedProps {
  reason: Reason;
  problem: ApiProblem;
  trip: Trip | undefined;
  at: string;
  session: Props["session"];
}

function Failed({ reason, problem, trip, at, session }: FailedProps) {
  const again = useAction(async () => {
    if (trip) await setOut(trip);
  });
  const out = session.state === "out";
  // Without its session there is nothing to step up.
  const can = reason.again && trip !== undefined && !(out && trip.why === "step up");
  return (
    <Outside name={reason.title} title={reason.title} about={failed[trip?.why ?? "sign in"]}>
      <Stack gap="4">
        <ProblemView
          title="Why, and what you can do"
          problem={withWait(
            again.problem === undefined ? problem : refusedToBegin(again.problem, at),
            "Too many attempts.",
          )}
        />
        {can && (
          <Button loading={again.busy} loadingText={`Going to ${at}`} onClick={() => void again.start()}>
            Begin again
          </Button>
        )}
        <Button variant={can ? "outline" : "solid"} colorPalette={can ? "gray" : "teal"} onClick={() => leave(trip)}>
          {out ? "Back to the sign-in" : "Back to Weir"}
        </Button>
      </Stack>
    </Outside>
  );
}
