import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { answering, nobody, openLink, token } from "../../../test/mailed";
import { problem, server } from "../../../test/server";
import { followArrivals } from "../../shell/arrival";

beforeEach(nobody);

describe("a mail's token", () => {
  it("of another link in the same tab takes its place", async () => {
    followArrivals();
    const sent = answering("password/reset", () => problem(410, "mail_token_expired", "The link's time is over."));
    const user = await openLink("/app/reset#token=old");
    await user.type(await screen.findByLabelText(/New password/), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Set the password" }));
    expect(await screen.findByRole("heading", { name: "The link's time is over" })).toBeVisible();
    window.location.hash = "token=new";
    await user.type(await screen.findByLabelText(/New password/), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Set the password" }));
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent.map((body) => (body as { token: string }).token)).toEqual(["old", "new"]);
    expect(window.location.hash).toBe("");
  });

  it.each(["invitation", "reset", "verify", "unsubscribe"])("is missed on the page %s", async (page) => {
    await openLink(`/app/${page}`);
    expect(await screen.findByRole("heading", { name: "The link is not complete" })).toBeVisible();
    expect(screen.getByRole("alert")).toHaveTextContent("copy it whole");
  });
});

describe("a forgotten password", () => {
  it("gets the same answer for every address", async () => {
    const sent = answering("password/forgot", () => new HttpResponse(null, { status: 202 }));
    const user = await openLink("/app/usage");
    await user.click(await screen.findByRole("link", { name: "Forgot your password?" }));
    expect(window.location.pathname).toBe("/app/forgot");
    await user.click(await screen.findByRole("button", { name: "Send the link" }));
    expect(screen.getByText("The address that you sign in with.")).toBeVisible();
    const texts: (string | null)[] = [];
    for (const email of ["ada@example.com", "nobody@example.com"]) {
      await user.type(screen.getByLabelText(/E-mail/), email);
      await user.click(screen.getByRole("button", { name: "Send the link" }));
      texts.push((await screen.findByRole("status")).textContent.replace(email, ""));
      await user.click(screen.getByRole("button", { name: "Use another address" }));
      await user.clear(screen.getByLabelText(/E-mail/));
    }
    expect(texts[0]).toContain("If  belongs to an account, a mail is on its way.");
    expect(texts[1]).toBe(texts[0]);
    expect(sent).toEqual([{ email: "ada@example.com" }, { email: "nobody@example.com" }]);
    await user.click(screen.getByRole("link", { name: "Back to the sign-in" }));
    expect(await screen.findByRole("heading", { name: "Sign in to Weir" })).toBeVisible();
  });

  it("says that an address is none", async () => {
    server.use(
      http.post("*/api/v1/auth/password/forgot", () =>
        HttpResponse.json(
          { code: "email_invalid", detail: "No.", errors: [{ pointer: "/email", detail: "That is no address." }] },
          { status: 400 },
        ),
      ),
    );
    const user = await openLink("/app/forgot");
    await user.type(await screen.findByLabelText(/E-mail/), "ada");
    await user.click(screen.getByRole("button", { name: "Send the link" }));
    expect(await screen.findByText("That is no address.")).toBeVisible();
  });

  it("is replaced, and leads to the sign-in", async () => {
    const sent = answering("password/reset", () => new HttpResponse(null, { status: 204 }));
    const user = await openLink(`/app/reset#token=${token}`);
    await user.type(await screen.findByLabelText(/New password/), "short");
    await user.click(screen.getByRole("button", { name: "Set the password" }));
    expect(screen.getByText("12 characters or more; these are 5.")).toBeVisible();
    expect(sent).toEqual([]);
    await user.type(screen.getByLabelText(/New password/), " horse battery");
    await user.click(screen.getByRole("button", { name: "Set the password" }));
    expect(await screen.findByRole("heading", { name: "Your password is new" })).toBeVisible();
    expect(sent).toEqual([{ token, new_password: "short horse battery" }]);
    await user.click(screen.getByRole("button", { name: "Go to the sign-in" }));
    expect(await screen.findByRole("heading", { name: "Sign in to Weir" })).toBeVisible();
  });

  it("of a link that is over leads to a new one", async () => {
    answering("password/reset", () => problem(410, "mail_token_used", "The link was used already."));
    const user = await openLink(`/app/reset#token=${token}`);
    await user.type(await screen.findByLabelText(/New password/), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Set the password" }));
    await user.click(await screen.findByRole("button", { name: "Ask for a new link" }));
    expect(await screen.findByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  });

  it("says when to try again", async () => {
    server.use(
      http.post("*/api/v1/auth/password/reset", () =>
        HttpResponse.json({ code: "rate_limited" }, { status: 429, headers: { "Retry-After": "17" } }),
      ),
    );
    const user = await openLink(`/app/reset#token=${token}`);
    await user.type(await screen.findByLabelText(/New password/), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Set the password" }));
    expect(await screen.findByText(/Try again in 17 seconds/)).toBeVisible();
    expect(screen.getByLabelText(/New password/)).toHaveValue("correct horse battery");
  });
});

describe("an address", () => {
  it("is confirmed by a click and not by opening the page", async () => {
    const sent = answering("email/confirm", () => new HttpResponse(null, { status: 204 }));
    const user = await openLink(`/app/verify#token=${token}`);
    const button = await screen.findByRole("button", { name: "Confirm my address" });
    expect(sent).toEqual([]);
    await user.click(button);
    expect(await screen.findByRole("heading", { name: "Your address is confirmed" })).toBeVisible();
    expect(sent).toEqual([{ token }]);
  });

  it("of a link that is over is confirmed by another mail", async () => {
    answering("email/confirm", () => problem(410, "mail_token_expired", "The link's time is over."));
    const user = await openLink(`/app/verify#token=${token}`);
    await user.click(await screen.findByRole("button", { name: "Confirm my address" }));
    expect(await screen.findByText(/ask for a new one on the page Security/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Go to Security" }));
    expect(window.location.pathname).toBe("/app/security");
    expect(await screen.findByRole("heading", { name: "Sign in to Weir" })).toBeVisible();
  });
});
