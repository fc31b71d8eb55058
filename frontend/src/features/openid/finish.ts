// What the sign-in service sent the browser back with becomes a session, once: the server takes it a single time.
import type { IssuerAnswer } from "../../shell/arrival";
import { enterFromElsewhere } from "../session/session";

type Code = Extract<IssuerAnswer, { is: "code" }>;

const finishing = new WeakMap<Code, Promise<void>>();

/** Asks once, however often it is called: React's strict mode does so twice. Throws an ApiProblem, or CodeAsked. */
export function finish(answer: Code): Promise<void> {
  const { code, state } = answer;
  const done = finishing.get(answer) ?? enterFromElsewhere({ code, state });
  finishing.set(answer, done);
  return done;
}
