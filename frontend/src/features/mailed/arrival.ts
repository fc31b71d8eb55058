// The pages that mails link to. They are there with and without a session, so no router leads to them.
import { useSyncExternalStore } from "react";

export interface Arrival {
  page: "invitation" | "forgot" | "reset" | "verify" | "unsubscribe";
  token: string | undefined;
}

const address = /^\/app\/(invitation|forgot|reset|verify|unsubscribe)\/?$/;
const listeners = new Set<() => void>();
let arrival: Arrival | undefined;

function set(next: Arrival | undefined): void {
  if (next?.page === arrival?.page && next?.token === arrival?.token) return;
  arrival = next;
  for (const listener of listeners) listener();
}

/** Reads the address; a token is taken out of it, so that neither the history nor a copied address has it. */
export function arrive(): void {
  const page = address.exec(location.pathname)?.[1] as Arrival["page"] | undefined;
  if (page === undefined) {
    set(undefined);
    return;
  }
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? undefined;
  if (location.hash !== "") history.replaceState(history.state, "", location.pathname + location.search);
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
