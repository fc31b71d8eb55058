import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { host, identity, issuer } from "../../../test/openid";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, requestId, server } from "../../../test/server";

const heading = { name: "Sign-in by another service" };
const offering = (of: string | null) =>
  http.get("*/api/v1/auth/methods", () => HttpResponse.json({ password: true, oidc: of && { issuer: of } }));

async function atSecurity() {
  server.use(http.get("*/api/v1/users/me/sessions", () => page([])));
  const user = await signedIn("viewer", "/security");
  await screen.findByRole("heading", { name: "Trusted devices" });
  return user;
}

describe("linked services", () => {
  it("are unlinked one by one, and one is told what that does not do", async () => {
    let there = [identity];
    let asked = 0;
    server.use(
      offering(issuer),
      http.get("*/api/v1/users/me/identities", () => page(there)),
      http.delete("*/api/v1/users/me/identities/:identity", ({ params }) => {
        asked += 1;
        if (asked === 1) return problem(503, "database_unavailable", "Not now.");
        there = there.filter(({ id }) => id !== params.identity);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const user = await atSecurity();
    const row = await rowOf(host);
    expect(row.getByText(issuer)).toBeVisible();
    expect(row.getByText("Nov 20, 2026, 10:00 AM")).toBeVisible();
    expect(row.getByText("Nov 21, 2026, 10:00 AM")).toBeVisible();
    expect(row.queryByText("not used here now")).toBeNull();
    await user.click(row.getByRole("button", { name: `Unlink ${host}` }));
    const dialog = within(await screen.findByRole("alertdialog"));
    expect(dialog.getByText(/the next sign-in there links your account again/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Unlink" }));
    expect(await dialog.findByText("Not now.")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Unlink" }));
    expect(await screen.findByText(`${host} is unlinked.`)).toBeVisible();
    expect(there).toEqual([]);
    expect(await screen.findByText(/^None is linked. The next sign-in with sign-in/)).toBeVisible();
  });

  it("are nothing to see where nobody signs in by one", async () => {
    let asked = 0;
    server.use(
      http.get("*/api/v1/users/me/identities", () => {
        asked += 1;
        return page([]);
      }),
    );
    await atSecurity();
    await waitFor(() => expect(asked).toBe(1));
    expect(screen.queryByRole("heading", heading)).toBeNull();
  });

  it("are there when the service is not used any more", async () => {
    server.use(
      offering(null),
      http.get("*/api/v1/users/me/identities", () => page([identity])),
    );
    await atSecurity();
    const row = await rowOf(host);
    expect(await row.findByText("not used here now")).toBeVisible();
    expect(row.getByRole("button", { name: `Unlink ${host}` })).toBeVisible();
  });

  it("say that they could not be loaded", async () => {
    server.use(http.get("*/api/v1/users/me/identities", () => problem(400, "bad", "Not so.")));
    await atSecurity();
    expect(await screen.findByText("Linked services could not be loaded")).toBeVisible();
    expect(screen.getByText(requestId)).toBeVisible();
  });
});
