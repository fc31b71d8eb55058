import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  authorizationUrl,
  beginning,
  codeAsked,
  comeBack,
  finishing,
  granted,
  host,
  offered,
  underWay,
} from "../../../test/openid";
import { everythingStored, problem, requestId, server } from "../../../test/server";
import { goElsewhere } from "../../ui/elsewhere";
import { tripUnderWay } from "./trip";

vi.mock("../../ui/elsewhere");

const code = "SplxlOBeZQQYbYS6WxSbIA";
const state = "2bRrHyEG4m7Zt0rEw0hA0i1eJ5zXn4p1t2cWQyq7TTM";
const answer = `?${new URLSearchParams({ code, state, iss: "https://sign-in.example.com" }).toString()}`;

beforeEach(async () => {
  vi.mocked(goElsewhere).mockClear();
  await offered();
});

/** The page of somebody who is in. */
const inside = () => screen.findByRole("navigation", { name: "Pages" });

function codes(...answers: (() => Response)[]) {
  const given: URLSearchParams[] = [];
  server.use(
    http.post("*/api/v1/auth/token", async ({ request }) => {
      const form = new URLSearchParams(await request.text());
      if (form.get("grant_type") === "refresh_token") return granted();
      given.push(form);
      return answers[given.length - 1]?.() ?? granted();
    }),
  );
  return given;
}

describe("coming back from the sign-in service", () => {
  it("signs in once, and goes on to where one wanted to go", async () => {
    const given = finishing();
    underWay({ why: "sign in", to: "/app/team?tenant=acme" });
    await comeBack(answer);
    expect(window.location.href).not.toContain(code);
    await inside();
    expect(window.location.pathname + window.location.search).toBe("/app/team?tenant=acme");
    expect(given).toEqual([{ code, state }]);
    expect(tripUnderWay()).toBeUndefined();
    expect(localStorage.getItem("weir.signed_in")).toBe("1");
    for (const secret of [code, state]) expect(everythingStored()).not.toContain(secret);
    expect(screen.queryByRole("region", { name: "Confirmed" })).toBeNull();
  });

  it.each(["https://evil.example/app/team", "//evil.example", "/app/oidc?code=1&state=2"])(
    "leads nowhere else: %s",
    async (to) => {
      finishing();
      underWay({ why: "sign in", to });
      await comeBack(answer);
      await inside();
      expect(window.location.host).toBe("portal.test");
      expect(window.location.pathname).toBe("/app/usage");
    },
  );

  it.each(["{", '"x"', "null", '{"why":"other","to":"/app/team"}'])("goes on without what %s says", async (kept) => {
    finishing();
    underWay(kept);
    await comeBack(answer);
    await inside();
    expect(window.location.pathname).toBe("/app/usage");
  });

  it("asks who has a second factor for a code", async () => {
    finishing(codeAsked);
    const given = codes(() => HttpResponse.json({ error: "mfa_code_wrong" }, { status: 400 }));
    underWay({ why: "sign in", to: "/app/team" });
    const user = await comeBack(answer);
    await screen.findByRole("heading", { name: "Enter a code" });
    expect(screen.getByText(`${host} says who you are. A code shows that it is you.`)).toBeVisible();
    await user.type(screen.getByLabelText(/^Code/), "000000");
    await user.click(screen.getByRole("checkbox", { name: "Trust this device for 30 days" }));
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText(/This code is wrong/)).toBeVisible();
    await user.clear(screen.getByLabelText(/^Code/));
    await user.type(screen.getByLabelText(/^Code/), "123456");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await inside();
    expect(window.location.pathname).toBe("/app/team");
    expect(given.map((form) => [form.get("mfa_token"), form.get("code"), form.get("trust_device")])).toEqual([
      ["weir_mfa_4kR", "000000", "1"],
      ["weir_mfa_4kR", "123456", "1"],
    ]);
    expect(everythingStored()).not.toContain("weir_mfa");
  });

  it("begins again when the code comes too late, and leads back when it is not given", async () => {
    beginning();
    finishing(codeAsked);
    codes(() => HttpResponse.json({ error: "invalid_grant" }, { status: 400 }));
    underWay({ why: "sign in", to: "/app/team" });
    const user = await comeBack(answer);
    await user.type(await screen.findByLabelText(/^Code/), "123456");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText(/It took too long, or too many codes were wrong. Begin again./)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Begin again" }));
    await waitFor(() => expect(goElsewhere).toHaveBeenCalledWith(authorizationUrl));
    expect(tripUnderWay()?.to).toBe("/app/team");
  });

  it("leads back to the sign-in from the code", async () => {
    finishing(codeAsked);
    underWay({ why: "sign in", to: "/app/team" });
    const user = await comeBack(answer);
    await user.click(await screen.findByRole("button", { name: "Back to the sign-in" }));
    expect(await screen.findByRole("heading", { name: "Sign in to Weir" })).toBeVisible();
    expect(window.location.pathname).toBe("/app/team");
    expect(tripUnderWay()).toBeUndefined();
  });
});

describe("who is not signed in by it", () => {
  it.each([
    [403, "openid_account_unknown", "Nobody here has your address", false],
    [403, "openid_account_disabled", "Your account is disabled", false],
    [403, "openid_account_unproved", "Confirm your address first", false],
    [403, "openid_email_unverified", "Your address is not verified", true],
    [403, "openid_other_identity", "Your account has another identity", false],
    [400, "openid_state_invalid", "This sign-in is over", true],
    [400, "openid_answer_refused", "The answer proves nothing", true],
    [404, "openid_not_configured", "No sign-in by another service", false],
    [503, "openid_provider_unavailable", `No answer from ${host}`, true],
    [502, "openid_provider_unfit", `Wrong answers from ${host}`, true],
    [503, "database_unavailable", "It did not work", true],
  ])("is told why: %d %s", async (status, refused, title, again) => {
    const given = finishing(() => problem(status, refused, "What the server says."));
    underWay({ why: "sign in", to: "/app/team" });
    const user = await comeBack(answer);
    expect(await screen.findByRole("heading", { name: title })).toBeVisible();
    expect(screen.getByText("You are not signed in")).toBeVisible();
    expect(screen.getByText(requestId)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Begin again" }) !== null).toBe(again);
    expect(given).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Back to the sign-in" }));
    expect(await screen.findByRole("heading", { name: "Sign in to Weir" })).toBeVisible();
    expect(window.location.pathname).toBe("/app/team");
  });

  it("may have turned back there", async () => {
    beginning();
    const given = finishing();
    underWay({ why: "sign in", to: "/app/team" });
    const user = await comeBack(`?error=access_denied&error_description=Call+0900&state=${state}`);
    expect(await screen.findByText(/You turned back at sign-in.example.com/)).toBeVisible();
    expect(window.location.search).toBe("");
    expect(document.body).not.toHaveTextContent("0900");
    await user.click(screen.getByRole("button", { name: "Begin again" }));
    await waitFor(() => expect(goElsewhere).toHaveBeenCalledWith(authorizationUrl));
    expect(given).toEqual([]);
  });

  it.each([
    ["?error=temporarily_unavailable", /There is too much to do at/],
    ["?error=server_error", /Something broke at/],
    ["?error=login_required", /was an error: login_required. Begin/],
    ["?error=Call+0900+now", /was an error. Begin/],
  ])("is told what %s means", async (search, words) => {
    underWay({ why: "sign in", to: "/app/" });
    await comeBack(search);
    expect(await screen.findByText(words)).toBeVisible();
  });

  it.each(["", "?code=1", "?error=access_denied"])("cannot begin with the address alone: %j", async (search) => {
    await comeBack(search);
    expect(await screen.findByRole("heading", { name: "This sign-in is over" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Begin again" })).toBeNull();
    expect(screen.getByRole("button", { name: "Back to the sign-in" })).toBeVisible();
  });

  it("is told that the server was not reached", async () => {
    server.use(http.post("*/api/v1/auth/oidc/finish", () => HttpResponse.error()));
    underWay({ why: "sign in", to: "/app/" });
    await comeBack(answer);
    expect(await screen.findByText(/The server cannot be reached/)).toBeVisible();
  });
});

describe("what was confirmed there", () => {
  it("leads back to the page that had asked, which says to do it again", async () => {
    finishing();
    underWay({ why: "step up", to: "/app/keys?tenant=acme" });
    const user = await comeBack(answer, { still: true });
    const banner = await screen.findByRole("region", { name: "Confirmed" });
    expect(within(banner).getByRole("status")).toHaveTextContent(
      "What you were about to do was not done: do it once more.",
    );
    expect(window.location.pathname).toBe("/app/keys");
    await user.click(screen.getByRole("button", { name: "Close this" }));
    expect(screen.queryByRole("region", { name: "Confirmed" })).toBeNull();
  });

  it("is said on that page alone", async () => {
    finishing();
    underWay({ why: "step up", to: "/app/keys" });
    const user = await comeBack(answer, { still: true });
    await screen.findByRole("region", { name: "Confirmed" });
    await user.click(screen.getByRole("link", { name: "Team" }));
    await screen.findByRole("heading", { name: "Team" });
    expect(screen.queryByRole("region", { name: "Confirmed" })).toBeNull();
    await user.click(screen.getByRole("link", { name: "API keys" }));
    await screen.findByRole("heading", { name: "API keys" });
    expect(screen.queryByRole("region", { name: "Confirmed" })).toBeNull();
  });

  it("needs the code of who has one, and trusts no device for it", async () => {
    finishing(codeAsked);
    const given = codes();
    underWay({ why: "step up", to: "/app/keys" });
    localStorage.setItem("weir.signed_in", "1");
    const user = await comeBack(answer);
    await user.type(await screen.findByLabelText(/^Code/), "123456");
    expect(screen.queryByRole("checkbox")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Go on" }));
    expect(await screen.findByRole("region", { name: "Confirmed" })).toBeVisible();
    expect(given[0]?.get("trust_device")).toBeNull();
  });

  it.each([
    ["openid_other_person", "That was somebody else"],
    ["openid_not_fresh", "You were not asked who you are"],
  ])("may not be it: %s", async (refused, title) => {
    const asked = beginning();
    finishing(() => problem(403, refused, "No."));
    underWay({ why: "step up", to: "/app/keys" });
    const user = await comeBack(answer, { still: true });
    expect(await screen.findByRole("heading", { name: title })).toBeVisible();
    expect(screen.getByText("It is not confirmed that it is you")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Begin again" }));
    await waitFor(() => expect(goElsewhere).toHaveBeenCalledTimes(1));
    expect(asked).toEqual(["step-up"]);
    expect(tripUnderWay()).toMatchObject({ why: "step up", to: "/app/keys" });
    await user.click(screen.getByRole("button", { name: "Back to Weir" }));
    await inside();
    expect(window.location.pathname).toBe("/app/keys");
    expect(screen.queryByRole("region", { name: "Confirmed" })).toBeNull();
  });

  it("is nothing without the session that asked", async () => {
    finishing(() => problem(404, "session_not_found", "No."));
    underWay({ why: "step up", to: "/app/keys" });
    await comeBack(answer);
    expect(await screen.findByRole("heading", { name: "Your session has ended" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Begin again" })).toBeNull();
  });
});
