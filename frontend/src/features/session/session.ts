// Who is signed in. A store outside of React, so that the API's client can end it.
import { useSyncExternalStore } from "react";
import { api, body, type Schemas } from "../../api/client";
import { ApiProblem } from "../../api/problem";
import {
  forget,
  type GivenCode,
  refresh,
  signInElsewhere,
  signInWithCode,
  signInWithPassword,
  useKey as signWithKey,
  whenLost,
} from "../../api/token";
import { proved } from "../../shell/proved";
import { enableShortcuts } from "../../shell/shortcuts";
import { store, stored } from "../../shell/stored";
import { chooseTheme } from "../../shell/theme";
import { writeFor } from "../../time/reader";

export type Person = Schemas["me"];
export type Preferences = Schemas["preferences"];

export interface TenantName {
  id: string;
  key: string;
  name: string;
}

export type Session =
  | { state: "starting" }
  | { state: "out"; reason?: string }
  | { state: "in"; kind: "key"; tenants: TenantName[] }
  /** `tenants`: those that the person is a member of. Staff may look at others. */
  | { state: "in"; kind: "person"; tenants: TenantName[]; person: Person; preferences: Preferences };
export type SignedIn = Extract<Session, { state: "in" }>;

const hint = "signed_in"; // a refresh cookie may be there: it cannot be seen from here
const pages_most = 10;

let session: Session = { state: "starting" };
const listeners = new Set<() => void>();

function set(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}

export function isStaff(of: Session): boolean {
  return of.state === "in" && of.kind === "person" && of.person.platform_role !== null;
}

async function allTenants(): Promise<TenantName[]> {
  const found: TenantName[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < pages_most; ++page) {
    const query = { limit: 100, ...(cursor ? { cursor } : {}) };
    const answer = await body(api.GET("/api/v1/tenants", { params: { query } }));
    found.push(...answer.items.filter((tenant) => tenant.state !== "deleted"));
    cursor = answer.next_cursor;
    if (!cursor) break;
  }
  return found;
}

function ownTenants({ memberships }: Person): TenantName[] {
  return memberships.map(({ tenant_id, tenant_key, tenant_name }) => ({
    id: tenant_id,
    key: tenant_key,
    name: tenant_name,
  }));
}

// What the person chose on any device wins over what this browser remembers.
function apply(chosen: Preferences): void {
  chooseTheme(chosen.theme);
  enableShortcuts(chosen.shortcuts ?? true);
  writeFor(chosen);
}

const askMe = () => body(api.GET("/api/v1/users/me"));

async function enterAsPerson(): Promise<void> {
  const [person, preferences] = await Promise.all([askMe(), body(api.GET("/api/v1/users/me/preferences"))]);
  store(hint, "1");
  apply(preferences);
  set({ state: "in", kind: "person", tenants: ownTenants(person), person, preferences });
}

/** Throws an ApiProblem, or CodeAsked. */
export async function enterWithPassword(username: string, password: string): Promise<void> {
  await signInWithPassword(username, password);
  await enterAsPerson();
}

/** By the sign-in service, or stepped up by it. Throws an ApiProblem, or CodeAsked. */
export async function enterFromElsewhere(back: { code: string; state: string }): Promise<void> {
  await signInElsewhere(back);
  await enterAsPerson();
}

/** Throws an ApiProblem. */
export async function enterWithCode(given: GivenCode): Promise<void> {
  await signInWithCode(given);
  await enterAsPerson();
}

/** Throws an ApiProblem; a key that was refused is forgotten at once. */
export async function enterWithKey(key: string): Promise<void> {
  signWithKey(key);
  try {
    set({ state: "in", kind: "key", tenants: await allTenants() });
  } catch (problem) {
    forget();
    throw problem;
  }
}

/** After something that changes who one is or where one is a member. Throws an ApiProblem. */
export async function learnAgain(): Promise<void> {
  const person = await askMe();
  if (session.state === "in" && session.kind === "person") set({ ...session, person, tenants: ownTenants(person) });
}

/** Of those that the person is a member of. */
export function ownTenant(id: string): TenantName | undefined {
  return session.state === "in" ? session.tenants.find((tenant) => tenant.id === id) : undefined;
}

let saving: Promise<unknown> = Promise.resolve();

/** At once here, and kept for all devices of a person. Throws an ApiProblem, and then what was is again. */
export async function changePreferences(change: Partial<Preferences>): Promise<void> {
  if (session.state !== "in" || session.kind !== "person") {
    if (change.theme !== undefined) chooseTheme(change.theme);
    if (change.shortcuts !== undefined) enableShortcuts(change.shortcuts);
    return;
  }
  const before = session.preferences;
  const next = { ...before, ...change };
  apply(next);
  set({ ...session, preferences: next });
  // PUT replaces all of them: one after another, or an older one might win.
  const saved = saving.then(() => body(api.PUT("/api/v1/users/me/preferences", { body: next })));
  saving = saved.catch(() => undefined);
  try {
    await saved;
  } catch (problem) {
    const now = session as Session;
    if (now.state === "in" && now.kind === "person" && now.preferences === next) {
      apply(before);
      set({ ...now, preferences: before });
    }
    throw problem;
  }
}

export async function leave(): Promise<void> {
  if (session.state === "in" && session.kind === "person") {
    store(hint, undefined);
    try {
      await api.POST("/api/v1/auth/logout");
    } catch {
      // The cookie may still be good: the session list of another device ends it.
    }
  }
  end();
}

/** The account is no more: nothing of it stays in this browser either. */
export function leaveErased(): void {
  store(hint, undefined);
  store("tenant", undefined);
  window.history.replaceState({}, "", "/app/");
  end("Your account is deleted, and all sessions of it have ended.");
}

function end(reason?: string): void {
  forget();
  proved(undefined);
  writeFor({});
  set({ state: "out", ...(reason !== undefined && { reason }) });
}

/** At the start of the page, once. */
export async function begin(): Promise<void> {
  whenLost(() => {
    store(hint, undefined);
    end("Your session has ended. Sign in again to go on where you were.");
  });
  if (stored(hint) === undefined) {
    end();
    return;
  }
  try {
    if (await refresh()) {
      await enterAsPerson();
    } else {
      store(hint, undefined);
      end();
    }
  } catch (problem) {
    end(problem instanceof ApiProblem ? problem.message : undefined);
  }
}
