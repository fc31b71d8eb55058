// Who is signed in. A store outside of React, so that the API's client can end it.
import { useSyncExternalStore } from "react";
import { api, body } from "../../api/client";
import { logout, me, type Person, preferences, type Preferences } from "../../api/people";
import { ApiProblem } from "../../api/problem";
import { forget, refresh, signInWithPassword, useKey as signWithKey, whenLost } from "../../api/token";
import { enableShortcuts } from "../../shell/shortcuts";
import { store, stored } from "../../shell/stored";
import { chooseTheme } from "../../shell/theme";

export interface TenantName {
  id: string;
  key: string;
  name: string;
}

export type Session =
  | { state: "starting" }
  | { state: "out"; reason?: string }
  | { state: "in"; kind: "key"; tenants: TenantName[] }
  | { state: "in"; kind: "person"; tenants: TenantName[]; person: Person; preferences: Preferences };

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

async function enterAsPerson(): Promise<void> {
  const [person, chosen] = await Promise.all([me(), preferences()]);
  const own = person.memberships.map(({ tenant }) => tenant);
  const tenants = person.platform_role === null ? own : await allTenants();
  store(hint, "1");
  // What the person chose on any device wins over what this browser remembers.
  chooseTheme(chosen.theme);
  enableShortcuts(chosen.shortcuts);
  set({ state: "in", kind: "person", tenants, person, preferences: chosen });
}

/** Throws an ApiProblem. */
export async function enterWithPassword(username: string, password: string): Promise<void> {
  await signInWithPassword(username, password);
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

export async function leave(): Promise<void> {
  if (session.state === "in" && session.kind === "person") {
    store(hint, undefined);
    try {
      await logout();
    } catch {
      // The cookie may still be good: the session list of another device ends it.
    }
  }
  forget();
  set({ state: "out" });
}

/** At the start of the page, once. */
export async function begin(): Promise<void> {
  whenLost(() => {
    store(hint, undefined);
    set({ state: "out", reason: "Your session has ended. Sign in again to go on where you were." });
  });
  if (stored(hint) === undefined) {
    set({ state: "out" });
    return;
  }
  try {
    if (await refresh()) {
      await enterAsPerson();
    } else {
      store(hint, undefined);
      set({ state: "out" });
    }
  } catch (problem) {
    set({ state: "out", ...(problem instanceof ApiProblem && { reason: problem.message }) });
  }
}
