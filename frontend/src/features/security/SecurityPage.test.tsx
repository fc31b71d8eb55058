import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { signedIn } from "../../../test/person";
import { me, page, problem, server } from "../../../test/server";
import type { Schemas } from "../../api/client";

describe("security", () => {
  const session: Schemas["session"] = {
    id: "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    user_agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    address: "192.0.2.1",
    auth_time: "2026-11-20T10:00:00Z",
    created_at: "2026-11-20T10:00:00Z",
    last_seen_at: "2026-11-20T10:00:00Z",
    expires_at: "2026-11-27T10:00:00Z",
    current: true,
  };

  it("ends all other sessions and keeps this one", async () => {
    const others = ["ses_01ARZ3NDEKTSV4RRFFQ69G5FAW", "ses_01ARZ3NDEKTSV4RRFFQ69G5FAX"];
    let there = [session.id, ...others];
    server.use(
      http.get("*/api/v1/users/me/sessions", () =>
        page(there.map((id) => ({ ...session, id, current: id === session.id }))),
      ),
      http.delete("*/api/v1/users/me/sessions/:session", ({ params }) => {
        there = there.filter((id) => id !== params.session);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const user = await signedIn("viewer", "/security");
    expect(await screen.findAllByText("Chrome on Linux")).toHaveLength(3);
    await user.click(screen.getByRole("button", { name: "End all others" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "End all others" }));
    await waitFor(() => expect(screen.getAllByText("Chrome on Linux")).toHaveLength(1));
    expect(there).toEqual([session.id]);
  });

  it("says at its field what is wrong with a password", async () => {
    server.use(
      http.get("*/api/v1/users/me/sessions", () => page([session])),
      http.post("*/api/v1/users/me/password", () =>
        problem(403, "password_wrong", "The current password is not this."),
      ),
    );
    const user = await signedIn("viewer", "/security");
    await user.type(await screen.findByLabelText(/Current password/), "x");
    await user.type(screen.getByLabelText(/New password/), "too short");
    await user.click(screen.getByRole("button", { name: "Change password" }));
    expect(await screen.findByText("12 characters or more; these are 9.")).toBeVisible();
    await user.type(screen.getByLabelText(/New password/), ", but not now");
    await user.click(screen.getByRole("button", { name: "Change password" }));
    expect(await screen.findByText("This is not your current password.")).toBeVisible();
    expect(screen.getByLabelText(/Current password/)).toHaveValue("x");
  });

  it("confirms an address by a mail, and sees when that is done", async () => {
    let asked = 0;
    let verified = false;
    server.use(
      http.get("*/api/v1/users/me/sessions", () => page([session])),
      http.post("*/api/v1/users/me/email/verify", () => {
        asked += 1;
        return asked === 2
          ? HttpResponse.json({ code: "rate_limited" }, { status: 429, headers: { "Retry-After": "60" } })
          : new HttpResponse(null, { status: 202 });
      }),
    );
    const user = await signedIn("viewer", "/security");
    server.use(
      http.get("*/api/v1/users/me", ({ request }) =>
        HttpResponse.json({ ...me("viewer", request), email_verified: verified }),
      ),
    );
    expect(await screen.findByText("not confirmed")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Send the mail" }));
    expect(await screen.findByText(/works once, within a day/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Send again" }));
    expect(await screen.findByText(/Try again in 60 seconds/)).toBeVisible();
    verified = true;
    window.dispatchEvent(new Event("focus"));
    expect(await screen.findByText("confirmed")).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Send/ })).toBeNull();
  });
});
