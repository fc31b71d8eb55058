// The way to the sign-in service and back. Nothing of a page survives it, so this tab keeps where one was, and why.
import { api, body } from "../../api/client";
import { goElsewhere } from "../../ui/elsewhere";

export interface Trip {
  why: "sign in" | "step up";
  /** The portal's page to come back to. */
  to: string;
  issuer: string;
}

const name = "weir.trip";
const home = "/app/";

/** A page of the portal: whatever `to` is, it leads nobody anywhere else. */
export function pageOf(to: unknown): string {
  if (typeof to !== "string" || !URL.canParse(to, location.origin)) return home;
  const { origin, pathname, search, hash } = new URL(to, location.origin);
  const isPage = origin === location.origin && /^\/app\//.test(pathname) && !/^\/app\/oidc\/?$/.test(pathname);
  return isPage ? pathname + search + hash : home;
}

/** Nothing: none was begun in this tab, or it was arrived. */
export function tripUnderWay(): Trip | undefined {
  try {
    const { why, to, issuer } = JSON.parse(sessionStorage.getItem(name) ?? "{}") as Partial<Trip>;
    if ((why !== "sign in" && why !== "step up") || typeof issuer !== "string") return undefined;
    return { why, to: pageOf(to), issuer };
  } catch {
    return undefined;
  }
}

export function forgetTrip(): void {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Where storage is refused nothing was kept.
  }
}

function keep(trip: Trip): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(trip));
  } catch {
    // One comes back to the first page then.
  }
}

/** The page that is shown now. */
export const here = () => location.pathname + location.search + location.hash;

/** Throws an ApiProblem; else the browser is on its way. */
export async function setOut(trip: Trip): Promise<void> {
  const begin = trip.why === "sign in" ? api.POST("/api/v1/auth/oidc/begin") : api.POST("/api/v1/auth/oidc/step-up");
  const { authorization_url } = await body(begin);
  keep(trip);
  await goElsewhere(authorization_url);
}
