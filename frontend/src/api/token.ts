// What requests are signed with. In memory only: closing or reloading the page forgets it.
import { ApiProblem, problemOf, unreachable } from "./problem";
import { settleProof } from "./proof";

export interface TokenAnswer {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
}

/** Password or sign-in service were right, and a code is asked for: this token is given with it. */
export class CodeAsked extends Error {
  override readonly name = "CodeAsked";

  constructor(readonly token: string) {
    super("A code is asked for.");
  }
}

type Credential =
  { kind: "none" } | { kind: "key"; key: string } | { kind: "person"; token: string; expiresAt: number };

const early_ms = 30_000;
let credential: Credential = { kind: "none" };
let refreshing: Promise<boolean> | undefined;
let entries = 0; // who signs in or out meanwhile makes a refresh that is under way worthless
let onLost: () => void = () => undefined;

export function credentialKind(): Credential["kind"] {
  return credential.kind;
}

export function useKey(key: string): void {
  ++entries;
  credential = { kind: "key", key };
}

export function forget(): void {
  ++entries;
  credential = { kind: "none" };
  settleProof(false);
}

/** Called when the session has ended on the server's side. */
export function whenLost(call: () => void): void {
  onLost = call;
}

async function post(path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<TokenAnswer> {
  const call = `POST ${path}`;
  let answer: Response;
  try {
    answer = await fetch(path, { method: "POST", body, headers, credentials: "same-origin" });
  } catch {
    throw unreachable(call);
  }
  if (answer.ok) return (await answer.json()) as TokenAnswer;
  const told = answer.clone();
  const problem = await problemOf(answer, call);
  if (problem.code !== "mfa_required") throw problem;
  throw new CodeAsked(((await told.json()) as { mfa_token: string }).mfa_token);
}

const ask = (form: Record<string, string>) => post("/api/v1/auth/token", new URLSearchParams({ ...form, cookie: "1" }));

function keep({ access_token, expires_in }: TokenAnswer): void {
  credential = { kind: "person", token: access_token, expiresAt: Date.now() + expires_in * 1000 };
}

/** Throws an ApiProblem, or CodeAsked. */
export async function signInWithPassword(username: string, password: string): Promise<void> {
  const answer = await ask({ grant_type: "password", username, password });
  ++entries;
  keep(answer);
}

/** By what the sign-in service sent the browser back with; good once. Throws an ApiProblem, or CodeAsked. */
export async function signInElsewhere(back: { code: string; state: string }): Promise<void> {
  const headers = { "Content-Type": "application/json" };
  const answer = await post("/api/v1/auth/oidc/finish", JSON.stringify(back), headers);
  ++entries;
  keep(answer);
}

export interface GivenCode {
  token: string; // of CodeAsked
  code: string;
  /** This browser is not asked for codes for a while. Without a name it is called what it calls itself. */
  trust?: { name: string } | undefined;
}

/** Throws an ApiProblem. */
export async function signInWithCode({ token, code, trust }: GivenCode): Promise<void> {
  const answer = await ask({
    grant_type: "urn:weir:params:oauth:grant-type:mfa",
    mfa_token: token,
    code,
    ...(trust && { trust_device: "1", ...(trust.name !== "" && { device_name: trust.name }) }),
  });
  ++entries;
  keep(answer);
}

/**
 * A new access token by the refresh cookie; one request however many callers wait. False: the session has ended. An
 * ApiProblem when that is not known: the server cannot be reached, or is busy.
 */
export function refresh(): Promise<boolean> {
  const entry = entries;
  refreshing ??= ask({ grant_type: "refresh_token" })
    .then((answer) => {
      if (entry === entries) keep(answer);
      return entry === entries;
    })
    .catch((problem: unknown) => {
      const ended = problem instanceof ApiProblem && [400, 401, 404].includes(problem.status);
      if (!ended) throw problem;
      return false;
    })
    .finally(() => (refreshing = undefined));
  return refreshing;
}

/** The Authorization header; a token that is about to end is replaced first. */
export async function authorization(): Promise<string | undefined> {
  if (credential.kind === "key") return `Bearer ${credential.key}`;
  if (credential.kind === "person" && Date.now() > credential.expiresAt - early_ms) await refreshOrLose();
  return bearer();
}

function bearer(): string | undefined {
  return credential.kind === "person" ? `Bearer ${credential.token}` : undefined;
}

/** After a 401: another header to try once more with, or nothing. */
export async function afterRefusal(refused: string | undefined): Promise<string | undefined> {
  if (credential.kind !== "person") return undefined;
  // Another request may have replaced it meanwhile.
  if (bearer() === refused) await refreshOrLose();
  return bearer();
}

async function refreshOrLose(): Promise<void> {
  const entry = entries;
  if ((await refresh()) || entry !== entries) return;
  forget();
  onLost();
}
