// Why nobody came back from the sign-in service as somebody, and what to do about it.
import { ApiProblem, hasCode, reworded } from "../../api/problem";
import type { Trip } from "./trip";

export interface Reason {
  title: string;
  about: string;
  /** Going there again may help. */
  again: boolean;
}

type Of = (at: string) => Reason;

const stays = "If it stays so, tell whoever runs Weir here.";

const refusals: Record<string, Of> = {
  openid_account_disabled: () => ({
    title: "Your account is disabled",
    about: "Ask whoever runs Weir here, or an owner of your team.",
    again: false,
  }),
  openid_account_unknown: (at) => ({
    title: "Nobody here has your address",
    about: `Weir knows people who were invited. Ask an owner of your team to invite the address that you have at ${at}.`,
    again: false,
  }),
  openid_account_unproved: (at) => ({
    title: "Confirm your address first",
    about: `Your account has a password, and its address was never confirmed. Sign in with the password and confirm the address on the page Security; from then on ${at} signs you in.`,
    again: false,
  }),
  openid_answer_refused: (at) => ({
    title: "The answer proves nothing",
    about: `What ${at} sent is no proof of who you are. Begin again. ${stays}`,
    again: true,
  }),
  openid_email_unverified: (at) => ({
    title: "Your address is not verified",
    about: `Weir knows people by addresses that are vouched for. Verify yours at ${at}, then begin again.`,
    again: true,
  }),
  openid_not_configured: () => ({
    title: "No sign-in by another service",
    about: "Nobody signs in by another service here any more. Use your password.",
    again: false,
  }),
  openid_not_fresh: (at) => ({
    title: "You were not asked who you are",
    about: `You were let through at ${at} without a question, which is not enough here. Begin again. ${stays}`,
    again: true,
  }),
  openid_other_identity: (at) => ({
    title: "Your account has another identity",
    about: `The account of your address is linked with another identity at ${at}. Sign in there as that one, or here with your password; then the page Security unlinks it.`,
    again: false,
  }),
  openid_other_person: (at) => ({
    title: "That was somebody else",
    about: `Somebody else is signed in at ${at} than here. Begin again, and sign in there as yourself.`,
    again: true,
  }),
  openid_provider_unavailable: (at) => ({
    title: `No answer from ${at}`,
    about: "Try again in a moment. A password works meanwhile.",
    again: true,
  }),
  openid_provider_unfit: (at) => ({
    title: `Wrong answers from ${at}`,
    about: "They are not those of a sign-in service. Tell whoever runs Weir here. A password works meanwhile.",
    again: true,
  }),
  openid_state_invalid: () => ({
    title: "This sign-in is over",
    about:
      "It took more than ten minutes, was finished before, or was begun in another browser; or you began another one since. Begin again.",
    again: true,
  }),
  session_not_found: () => ({
    title: "Your session has ended",
    about: "It ended while you were away. Sign in again.",
    again: false,
  }),
};

// What the service itself says (RFC 6749, 4.1.2.1; OpenID Connect Core, 3.1.2.6). Its own words are not shown: anybody
// can write an address with words of theirs.
const told: Record<string, Of> = {
  access_denied: (at) => ({
    title: "Nobody signed in",
    about: `You turned back at ${at}, or it does not let you into Weir.`,
    again: true,
  }),
  server_error: (at) => ({ title: "Nobody signed in", about: `Something broke at ${at}. Begin again.`, again: true }),
  temporarily_unavailable: (at) => ({
    title: "Nobody signed in",
    about: `There is too much to do at ${at}. Try again in a moment.`,
    again: true,
  }),
};

export const over = refusals.openid_state_invalid as () => Reason;

/** Of what the address says. */
export function reasonTold(error: string, at: string): Reason {
  const known = told[error];
  if (known) return known(at);
  const code = /^[a-z_]{1,64}$/.test(error) ? `: ${error}` : "";
  return {
    title: "Nobody signed in",
    about: `The answer of ${at} was an error${code}. Begin again. ${stays}`,
    again: true,
  };
}

/** Of what the server refused. */
export function reasonOf(problem: unknown, at: string): Reason {
  const known = problem instanceof ApiProblem ? refusals[problem.code] : undefined;
  if (known) return known(at);
  const about = problem instanceof ApiProblem ? problem.message : "Something on this page broke. Begin again.";
  return { title: "It did not work", about, again: true };
}

/** For the heads of what could not be done. */
export const failed: Record<Trip["why"], string> = {
  "sign in": "You are not signed in",
  "step up": "It is not confirmed that it is you",
};

/** Before one has left. */
export function refusedToBegin(problem: unknown, at: string): unknown {
  if (!hasCode(problem, "openid_provider_unavailable", "openid_provider_unfit", "openid_not_configured"))
    return problem;
  const { title, about } = reasonOf(problem, at);
  return reworded(problem as ApiProblem, `${title}. ${about}`);
}
