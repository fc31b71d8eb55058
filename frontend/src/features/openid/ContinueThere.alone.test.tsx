import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { authorizationUrl, beginning, begun, host, issuer, offered } from "../../../test/openid";
import { problem, requestId, server } from "../../../test/server";
import { App } from "../../App";
import { arrive } from "../../shell/arrival";
import { goElsewhere } from "../../ui/elsewhere";
import { begin } from "../session/session";
import { isMoreThanItsHost, nameOf } from "./issuer";
import { pageOf, tripUnderWay } from "./trip";

vi.mock("../../ui/elsewhere");

beforeEach(async () => {
  vi.mocked(goElsewhere).mockClear();
  await offered();
});

async function atSignIn(address = "/app/team?tenant=acme#x") {
  window.history.replaceState({}, "", address);
  arrive();
  await begin();
  render(<App />);
  return userEvent.setup();
}

const button = { name: `Continue with ${host}` };

describe("the sign-in by another service", () => {
  it("is offered by its host, and keeps where one wanted to go", async () => {
    const asked = beginning();
    const user = await atSignIn();
    await user.click(await screen.findByRole("button", button));
    await waitFor(() => expect(goElsewhere).toHaveBeenCalledWith(authorizationUrl));
    expect(asked).toEqual(["begin"]);
    expect(tripUnderWay()).toEqual({ why: "sign in", to: "/app/team?tenant=acme#x", issuer });
  });

  it("is offered beside the API key too, and not where a code is asked for", async () => {
    server.use(
      http.post("*/api/v1/auth/token", () =>
        HttpResponse.json({ error: "mfa_required", mfa_token: "weir_mfa_x" }, { status: 400 }),
      ),
    );
    const user = await atSignIn();
    await screen.findByRole("button", button);
    await user.click(screen.getByRole("button", { name: "Use an API key" }));
    expect(await screen.findByRole("button", button)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Use e-mail and password" }));
    await user.type(screen.getByLabelText(/E-mail/), "ada@example.com");
    await user.type(screen.getByLabelText(/Password/), "secret");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByRole("heading", { name: "Enter a code" });
    expect(screen.queryByRole("button", button)).toBeNull();
  });

  it("is not there where nobody signs in by one", async () => {
    let asked = 0;
    server.use(
      http.get("*/api/v1/auth/methods", () => {
        asked += 1;
        return HttpResponse.json({ password: true, oidc: null });
      }),
    );
    await atSignIn();
    await waitFor(() => expect(asked).toBe(1));
    expect(screen.getByRole("button", { name: "Sign in" })).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Continue/ })).toBeNull();
  });

  it("is asked about again when that did not work", async () => {
    server.use(http.get("*/api/v1/auth/methods", () => problem(503, "overloaded", "Not now."), { once: true }));
    const user = await atSignIn();
    expect(await screen.findByText("Other ways to sign in could not be loaded.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("button", button)).toBeVisible();
    expect(screen.queryByText(/could not be loaded/)).toBeNull();
  });

  it("says why it cannot begin, and can be tried again", async () => {
    let away = true;
    beginning(() => (away ? problem(503, "openid_provider_unavailable", "No answer.") : begun()));
    const user = await atSignIn();
    await user.click(await screen.findByRole("button", button));
    expect(await screen.findByText(/^No answer from sign-in.example.com. Try again/)).toBeVisible();
    expect(screen.getByText(requestId)).toBeVisible();
    expect(tripUnderWay()).toBeUndefined();
    expect(goElsewhere).not.toHaveBeenCalled();
    away = false;
    await user.click(screen.getByRole("button", button));
    await waitFor(() => expect(goElsewhere).toHaveBeenCalledTimes(1));
  });

  it("says when to try again", async () => {
    beginning(() => HttpResponse.json({ code: "rate_limited" }, { status: 429, headers: { "Retry-After": "17" } }));
    const user = await atSignIn();
    await user.click(await screen.findByRole("button", button));
    expect(await screen.findByText("Too many attempts. Try again in 17 seconds.")).toBeVisible();
  });

  it("is a way to accept an invitation as well", async () => {
    beginning();
    server.use(
      http.post("*/api/v1/auth/invitations/show", () =>
        HttpResponse.json({
          tenant_id: "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
          tenant_name: "Acme",
          email: "ada@example.com",
          role: "viewer",
          expires_at: "2026-11-27T10:00:00Z",
          needs_password: false,
        }),
      ),
    );
    const user = await atSignIn("/app/invitation#token=weir_mt_x");
    await user.click(await screen.findByRole("button", button));
    expect(screen.getByText(/open the link in the mail once more/)).toBeVisible();
    await waitFor(() => expect(goElsewhere).toHaveBeenCalledTimes(1));
    expect(tripUnderWay()?.to).toBe("/app/");
  });
});

describe("the page to come back to", () => {
  it.each([
    ["/app/usage?tenant=acme#x", "/app/usage?tenant=acme#x"],
    ["/app/", "/app/"],
    ["/app/oidc", "/app/"],
    ["/app/oidc?code=1", "/app/"],
    ["https://evil.example/app/", "/app/"],
    ["//evil.example/app/", "/app/"],
    ["/\\evil.example/app/", "/app/"],
    ["/app/../docs", "/app/"],
    ["/application", "/app/"],
    ["javascript:alert(1)", "/app/"],
    ["", "/app/"],
    [7, "/app/"],
    [undefined, "/app/"],
  ])("for %j is %s", (to, page) => expect(pageOf(to)).toBe(page));
});

describe("a service", () => {
  it.each([
    ["https://accounts.example.com", "accounts.example.com", false],
    ["https://accounts.example.com/", "accounts.example.com", false],
    ["https://id.example.com:8443/realms/acme/", "id.example.com:8443", true],
    ["no address", "no address", false],
  ])("of %s is called %s", (of, name, more) => {
    expect(nameOf(of)).toBe(name);
    expect(isMoreThanItsHost(of)).toBe(more);
  });
});
