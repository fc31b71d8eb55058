// The pages that others lead to: links of mails, and the sign-in service. They are there with and without a session, so
// no router leads to them.
import { useSyncExternalStore } from "react";

export interface MailedArrival {
  page: "invitation" | "forgot" | "reset" | "verify" | "unsubscribe";
  token: string | undefined;
}

/** What the sign-in service sends the browser back with (RFC 6749, 4.1.2). */
export type IssuerAnswer = { is: "code"; code: string; state: string } | { is: "error"; error: string };

export interface Return {
  page: "oidc";
  answer: IssuerAnswer | undefined;
}

export type Arrival = MailedArrival | Return;

const address = /^\/app\/(invitation|forgot|reset|verify|unsubscribe|oidc)\/?$/;
const listeners = new Set<() => void>();
let arrival: Arrival | undefined;

function isSame(next: Arrival | undefined): boolean {
  if (next?.page === "oidc" || arrival?.page === "oidc") return next === arrival;
  return next?.page === arrival?.page && next?.token === arrival?.token;
}

function set(next: Arrival | undefined): void {
  if (isSame(next)) return;
  arrival = next;
  for (const listener of listeners) listener();
}

function answerIn(search: string): IssuerAnswer | undefined {
  const found = new URLSearchParams(search);
  const [error, code, state] = [found.get("error"), found.get("code"), found.get("state")];
  if (error !== null) return { is: "error", error };
  return code !== null && state !== null ? { is: "code", code, state } : undefined;
}

/**
 * Reads the address; what proves somebody is taken out of it, so that neither the history nor a copied address has it.
 */
export function arrive(): void {
  const page = address.exec(location.pathname)?.[1] as Arrival["page"] | undefined;
  if (page === undefined) {
    set(undefined);
    return;
  }
  const { pathname, search, hash } = location;
  if (page === "oidc") {
    const answer = answerIn(search);
    if (search !== "" || hash !== "") history.replaceState(history.state, "", pathname);
    set(answer === undefined && arrival?.page === page ? arrival : { page, answer });
    return;
  }
  const token = new URLSearchParams(hash.slice(1)).get("token") ?? undefined;
  if (hash !== "") history.replaceState(history.state, "", pathname + search);
  set({ page, token: token ?? (arrival?.page === page ? arrival.token : undefined) });
}

/** At the start of the page, once. Another link that is opened in this tab changes the fragment only. */
export function followArrivals(): void {
  window.addEventListener("popstate", arrive);
  arrive();
}

export function useArrival(): Arrival | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => arrival,
  );
}

/** To another of these pages, or to the sign-in. */
export function goTo(to: string): void {
  history.pushState({}, "", to);
  arrive();
}

/** The page is done: going back does not show it again. */
export function leaveFor(to: string): void {
  history.replaceState({}, "", to);
  arrive();
}
