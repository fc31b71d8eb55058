import { screen } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { answering, nobody, openLink, token } from "../../../test/mailed";
import { preferences } from "../../../test/person";
import { everythingStored, me, problem, requestId, server, tenant } from "../../../test/server";
import type { Schemas } from "../../api/client";
import { enterWithPassword } from "../session/session";

const shown: Schemas["invitation_shown"] = {
  tenant_id: tenant.id,
  tenant_name: "Acme",
  email: "ada@example.com",
  role: "analyst",
  expires_at: "2026-11-27T10:00:00Z",
  needs_password: true,
};
const accepted: Schemas["invitation_accepted"] = {
  user_id: "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  email: shown.email,
  tenant_id: tenant.id,
  role: "analyst",
  is_new: true,
};

let sent: unknown[];

/** `email` can sign in with "correct horse battery". */
function people(email = shown.email) {
  server.use(
    http.post("*/api/v1/auth/token", async ({ request }) => {
      const form = new URLSearchParams(await request.text());
      return form.get("username") === email && form.get("password") === "correct horse battery"
        ? HttpResponse.json({ access_token: "t", token_type: "Bearer", expires_in: 1800 })
        : HttpResponse.json({ error: "invalid_grant" }, { status: 400 });
    }),
    http.get("*/api/v1/users/me", ({ request }) => HttpResponse.json({ ...me("viewer", request), email })),
    http.get("*/api/v1/users/me/preferences", () => HttpResponse.json(preferences)),
  );
}

function invitation(what: Partial<Schemas["invitation_shown"]> = {}) {
  server.use(
    http.post("*/api/v1/auth/invitations/show", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...shown, ...what });
    }),
    http.post("*/api/v1/auth/invitations/accept", async ({ request }) => {
      sent.push(request.headers.get("Authorization"), await request.json());
      return HttpResponse.json(accepted);
    }),
  );
}

beforeEach(async () => {
  await nobody();
  sent = [];
});

describe("an invitation", () => {
  it("has its token in the address no longer than it takes to read it, and nowhere else", async () => {
    invitation();
    await openLink(`/app/invitation#token=${token}`);
    expect(await screen.findByRole("heading", { name: "Join Acme" })).toBeVisible();
    expect(window.location.href).toBe("http://portal.test/app/invitation");
    expect(document.body.innerHTML).not.toContain(token);
    expect(everythingStored()).not.toContain(token);
    expect(sent).toEqual([{ token }]);
  });

  it("makes an account for somebody new, signs them in and opens the tenant", async () => {
    invitation();
    people();
    const user = await openLink(`/app/invitation#token=${token}`);
    expect(await screen.findByText("Analyst")).toBeVisible();
    expect(screen.getByText("ada@example.com")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Make the account and join" }));
    expect(screen.getByText("Your team sees you by it.")).toBeVisible();
    expect(screen.getByText("12 characters or more; these are 0.")).toBeVisible();
    await user.type(screen.getByLabelText(/Your name/), " Ada Lovelace ");
    await user.type(screen.getByLabelText(/^Password/), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Make the account and join" }));
    expect(await screen.findByText("No usage in this period")).toBeVisible();
    expect(window.location.pathname + window.location.search).toBe("/app/usage?tenant=acme");
    expect(sent).toEqual([{ token }, null, { token, name: "Ada Lovelace", password: "correct horse battery" }]);
  });

  it("says at the field what is wrong with a new account", async () => {
    invitation();
    server.use(
      http.post("*/api/v1/auth/invitations/accept", () =>
        HttpResponse.json(
          { code: "password_weak", detail: "No.", errors: [{ pointer: "/password", detail: "Not the address." }] },
          { status: 400 },
        ),
      ),
    );
    const user = await openLink(`/app/invitation#token=${token}`);
    await user.type(await screen.findByLabelText(/Your name/), "Ada");
    await user.type(screen.getByLabelText(/^Password/), "ada@example.com");
    await user.click(screen.getByRole("button", { name: "Make the account and join" }));
    expect(await screen.findByText("Not the address.")).toBeVisible();
    expect(screen.queryByText("You have not joined")).toBeNull();
  });

  it("stays accepted when the sign-in after it fails", async () => {
    invitation();
    people("somebody@example.com");
    const user = await openLink(`/app/invitation#token=${token}`);
    await user.type(await screen.findByLabelText(/Your name/), "Ada");
    await user.type(screen.getByLabelText(/^Password/), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Make the account and join" }));
    expect(await screen.findByRole("heading", { name: "You belong to Acme" })).toBeVisible();
    expect(await screen.findByText("You are not signed in yet")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Go to the sign-in" }));
    expect(await screen.findByRole("heading", { name: "Sign in to Weir" })).toBeVisible();
  });

  it("lets somebody known sign in first, with that address and no other", async () => {
    invitation({ needs_password: false });
    people();
    const user = await openLink(`/app/invitation#token=${token}`);
    expect(await screen.findByLabelText(/E-mail/)).toHaveValue("ada@example.com");
    expect(screen.getByLabelText(/E-mail/)).toHaveAttribute("readonly");
    await user.type(screen.getByLabelText(/Password/), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await user.click(await screen.findByRole("button", { name: "Accept the invitation" }));
    expect(await screen.findByText("No usage in this period")).toBeVisible();
    expect(sent.slice(-2)).toEqual(["Bearer t", { token }]);
  });

  it("is not accepted by whoever is signed in with another address", async () => {
    invitation();
    people("bob@example.com");
    await enterWithPassword("bob@example.com", "correct horse battery");
    server.use(
      http.post("*/api/v1/auth/token", () =>
        HttpResponse.json({ access_token: "t", token_type: "Bearer", expires_in: 1800 }),
      ),
    );
    const user = await openLink(`/app/invitation#token=${token}`);
    expect(await screen.findByText(/You are signed in as bob@example.com/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /Accept|Make/ })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Sign out and go on as ada@example.com" }));
    expect(await screen.findByLabelText(/Your name/)).toBeVisible();
  });

  it.each([
    [400, "mail_token_invalid", "The link is not valid", /send it again/],
    [410, "mail_token_expired", "The link's time is over", /7 days/],
    [410, "mail_token_superseded", "There is a newer link", /newest mail/],
    [410, "invitation_accepted", "The invitation was accepted already", /If it was you, sign in/],
    [410, "invitation_revoked", "The invitation was taken back", /Ask them/],
    [403, "tenant_suspended", "The tenant is suspended", /The invitation stays/],
  ])("that is %i %s says what to do", async (status, code, title, about) => {
    answering("invitations/show", () => problem(status, code, "No."));
    const user = await openLink(`/app/invitation#token=${token}`);
    expect(await screen.findByRole("heading", { name: title })).toBeVisible();
    expect(screen.getByRole("alert")).toHaveTextContent(about);
    await user.click(screen.getByRole("button", { name: "Go to Weir" }));
    expect(await screen.findByRole("heading", { name: "Sign in to Weir" })).toBeVisible();
    expect(window.location.pathname).toBe("/app/");
  });

  it("is asked for again when the server could not say", async () => {
    answering("invitations/show", () => problem(503, "database_unavailable", "Not now."));
    const user = await openLink(`/app/invitation#token=${token}`);
    expect(await screen.findByText("Not now.")).toBeVisible();
    expect(screen.getByText(requestId)).toBeVisible();
    invitation();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("heading", { name: "Join Acme" })).toBeVisible();
  });
});
