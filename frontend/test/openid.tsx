// Somebody whom the sign-in service sends back, as components see it.
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { StrictMode } from "react";
import { App } from "../src/App";
import type { Trip } from "../src/features/openid/trip";
import { begin, leave } from "../src/features/session/session";
import { arrive } from "../src/shell/arrival";
import { preferences } from "./person";
import { me, page, server } from "./server";

export const issuer = "https://sign-in.example.com/realms/acme";
export const host = "sign-in.example.com";
export const authorizationUrl = `${issuer}/authorize?client_id=weir`;
export const identity = {
  id: "idn_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  issuer,
  subject: "248289761001",
  created_at: "2026-11-20T10:00:00Z",
  last_used_at: "2026-11-21T10:00:00Z",
};

export const granted = () => HttpResponse.json({ access_token: "t", token_type: "Bearer", expires_in: 1800 });
export const codeAsked = () =>
  HttpResponse.json(
    { error: "mfa_required", error_description: "A code.", mfa_token: "weir_mfa_4kR", expires_in: 300 },
    { status: 400 },
  );

/** People sign in there; nobody is signed in here. */
export async function offered() {
  server.use(
    http.get("*/api/v1/auth/methods", () => HttpResponse.json({ password: true, oidc: { issuer } })),
    http.get("*/api/v1/users/me", ({ request }) => HttpResponse.json(me("owner", request))),
    http.get("*/api/v1/users/me/preferences", () => HttpResponse.json(preferences)),
    http.get("*/api/v1/users/me/sessions", () => page([])),
    http.get("*/api/v1/api-keys", () => page([])),
    http.get("*/api/v1/tenants/:tenant/members", () => page([])),
  );
  sessionStorage.clear();
  await leave();
}

/** Where /api/v1/auth/oidc/… sends the browser; how often it was asked. */
export function beginning(how: () => Response = () => begun()) {
  const asked: string[] = [];
  for (const path of ["begin", "step-up"])
    server.use(
      http.post(`*/api/v1/auth/oidc/${path}`, () => {
        asked.push(path);
        return how();
      }),
    );
  return asked;
}

export const begun = () => HttpResponse.json({ authorization_url: authorizationUrl, expires_in: 600 });

/** What finish is given, and how it answers. */
export function finishing(...answers: (() => Response)[]) {
  const given: unknown[] = [];
  server.use(
    http.post("*/api/v1/auth/oidc/finish", async ({ request }) => {
      given.push(await request.json());
      return answers[given.length - 1]?.() ?? granted();
    }),
  );
  return given;
}

export function underWay(trip: Partial<Trip> | string) {
  sessionStorage.setItem("weir.trip", typeof trip === "string" ? trip : JSON.stringify({ issuer, ...trip }));
}

/** As the page starts; `still`: a session goes on here. */
export async function comeBack(search: string, { still = false } = {}) {
  if (still) {
    localStorage.setItem("weir.signed_in", "1");
    server.use(http.post("*/api/v1/auth/token", granted));
  }
  window.history.replaceState({}, "", `/app/oidc${search}`);
  arrive();
  await begin();
  render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  return userEvent.setup();
}
