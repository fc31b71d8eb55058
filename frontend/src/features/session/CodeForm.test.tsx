import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { preferences } from "../../../test/person";
import { everythingStored, me, page, problem, server } from "../../../test/server";
import { App } from "../../App";
import { begin, leave } from "./session";

const mfaToken = "weir_mfa_4kR";
let codes: URLSearchParams[];

/** The token endpoint: a right password, then codes that are answered like this. */
function signInWith(codeAnswers: (() => Response)[]) {
  server.use(
    http.post("*/api/v1/auth/token", async ({ request }) => {
      const form = new URLSearchParams(await request.text());
      if (form.get("grant_type") === "password") {
        const asked = { error: "mfa_required", error_description: "A code.", mfa_token: mfaToken, expires_in: 300 };
        return HttpResponse.json(asked, { status: 400 });
      }
      codes.push(form);
      return codeAnswers[codes.length - 1]?.() ?? granted();
    }),
    http.get("*/api/v1/users/me", ({ request }) => HttpResponse.json(me("owner", request))),
    http.get("*/api/v1/users/me/preferences", () => HttpResponse.json(preferences)),
    http.get("*/api/v1/tenants/:tenant/members", () => page([])),
  );
}

const granted = () => HttpResponse.json({ access_token: "t", token_type: "Bearer", expires_in: 1800 });
const refused = (error: string) => () => HttpResponse.json({ error, error_description: "No." }, { status: 400 });

async function atCode() {
  window.history.replaceState({}, "", "/app/team");
  await begin();
  render(<App />);
  const user = userEvent.setup();
  await user.type(screen.getByLabelText(/E-mail/), "ada@example.com");
  await user.type(screen.getByLabelText(/Password/), "secret");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  await screen.findByRole("heading", { name: "Enter a code" });
  return user;
}

beforeEach(async () => {
  codes = [];
  await leave();
});

describe("a code", () => {
  it("is asked for after the password, and may be typed with spaces", async () => {
    signInWith([]);
    const user = await atCode();
    const field = screen.getByLabelText(/^Code/);
    expect(field).toHaveFocus();
    expect(field).toHaveAttribute("autocomplete", "one-time-code");
    expect(field).toHaveAttribute("inputmode", "numeric");
    expect(screen.queryByRole("link", { name: "Forgot your password?" })).toBeNull();
    await user.type(field, "12345");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("Six digits, as the app shows them.")).toBeVisible();
    expect(codes).toEqual([]);
    await user.clear(field);
    await user.type(field, "123 456");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByRole("navigation", { name: "Pages" });
    expect(window.location.pathname).toBe("/app/team");
    expect(Object.fromEntries(codes[0] ?? [])).toEqual({
      grant_type: "urn:weir:params:oauth:grant-type:mfa",
      mfa_token: mfaToken,
      code: "123456",
      cookie: "1",
    });
    expect(everythingStored()).not.toContain(mfaToken);
  });

  it("that is wrong is said at its field, and a recovery code does as well", async () => {
    signInWith([refused("mfa_code_wrong"), refused("mfa_code_wrong")]);
    const user = await atCode();
    await user.type(screen.getByLabelText(/^Code/), "000000");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText(/This code is wrong, or was used before/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Use a recovery code" }));
    const field = screen.getByLabelText(/^Recovery code/);
    expect(field).toHaveFocus();
    expect(field).toHaveAttribute("autocomplete", "off");
    expect(screen.queryByText(/wrong/)).toBeNull();
    await user.type(field, "7k3m-x9qp");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("Four groups of four letters and digits.")).toBeVisible();
    await user.type(field, "-0r2t-vw0h ");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("This recovery code is wrong, or was used before.")).toBeVisible();
    await user.clear(field);
    await user.type(field, "7K3M X9QP 0R2T VW1H");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByRole("navigation", { name: "Pages" });
    expect(codes.map((form) => form.get("code"))).toEqual(["000000", "7k3m-x9qp-0r2t-vw0h", "7K3M X9QP 0R2T VW1H"]);
  });

  it("lets the device be trusted, by a name or without one", async () => {
    signInWith([refused("mfa_code_wrong")]);
    const user = await atCode();
    await user.type(screen.getByLabelText(/^Code/), "123456");
    await user.click(screen.getByRole("checkbox", { name: "Trust this device for 30 days" }));
    const name = await screen.findByLabelText(/Name of this device/);
    await user.type(name, "ä".repeat(51));
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("This name is too long.")).toBeVisible();
    expect(codes).toEqual([]);
    await user.clear(name);
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByText(/This code is wrong/);
    await user.type(name, " Laptop ");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByRole("navigation", { name: "Pages" });
    expect(codes.map((form) => [form.get("trust_device"), form.get("device_name")])).toEqual([
      ["1", null],
      ["1", "Laptop"],
    ]);
  });

  it("that comes too late leads back to the password", async () => {
    signInWith([refused("invalid_grant")]);
    const user = await atCode();
    await user.type(screen.getByLabelText(/^Code/), "123456");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("status")).toHaveTextContent("Give your password again.");
    expect(screen.getByRole("heading", { name: "Sign in to Weir" })).toBeVisible();
    expect(screen.getByLabelText(/E-mail/)).toHaveValue("ada@example.com");
    expect(screen.getByLabelText(/Password/)).toHaveFocus();
    await user.type(screen.getByLabelText(/Password/), "secret");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByLabelText(/^Code/)).toHaveValue("");
    await user.click(screen.getByRole("button", { name: "Back to the password" }));
    expect(screen.getByRole("heading", { name: "Sign in to Weir" })).toBeVisible();
    expect(screen.queryByRole("status")).toBeNull();
  });

  it("says when to try again, and what else went wrong", async () => {
    signInWith([
      () => HttpResponse.json({ code: "login_backoff" }, { status: 429, headers: { "Retry-After": "17" } }),
      () => problem(500, "mfa_secret_sealed", "The secret was sealed under another key."),
    ]);
    const user = await atCode();
    await user.type(screen.getByLabelText(/^Code/), "123456");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("Too many wrong codes of late. Try again in 17 seconds.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("The secret was sealed under another key.")).toBeVisible();
    expect(screen.getByLabelText(/^Code/)).toHaveValue("123456");
  });
});
