import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { signedIn } from "../../test/person";
import { noFactor, page, problem, server, tenant, withFactor } from "../../test/server";

const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const codes = Array.from({ length: 10 }, (_, index) => `7k3m-x9qp-0r2t-vw0${index}`);

let asked: boolean; // by the tenant's policy
let enabled: boolean;
let known: boolean; // to the process that answers

const shut = () => problem(403, "mfa_enrollment_required", "This tenant asks its people for a second factor.");
const letIn = () => !asked || known;

beforeEach(() => {
  [asked, enabled, known] = [true, false, false];
  server.use(
    http.get("*/api/v1/tenants/:tenant", () => (letIn() ? HttpResponse.json(tenant) : shut())),
    http.get("*/api/v1/tenants/:tenant/members", () => (letIn() ? page([]) : shut())),
    http.get("*/api/v1/meters", () => (letIn() ? page([]) : shut())),
    http.get("*/api/v1/users/me/mfa", () => HttpResponse.json(enabled ? withFactor : noFactor)),
    http.post("*/api/v1/users/me/mfa/totp", () =>
      HttpResponse.json({ secret, otpauth_uri: `otpauth://totp/x?secret=${secret}`, digits: 6, period_seconds: 30 }),
    ),
    http.post("*/api/v1/users/me/mfa/totp/confirm", () => {
      enabled = true;
      return HttpResponse.json({ recovery_codes: codes });
    }),
  );
});

async function setUp(user: Awaited<ReturnType<typeof signedIn>>) {
  await user.click(await screen.findByRole("button", { name: "Set up the second factor" }));
  await user.type(within(await screen.findByRole("dialog")).getByLabelText(/^Code/), "123456");
  await user.click(screen.getByRole("button", { name: "Switch it on" }));
}

const title = { name: "Acme asks for a second factor" };

describe("a tenant that asks for a second factor", () => {
  it("is shown once it was set up, and the recovery codes stay until they are kept", async () => {
    const user = await signedIn("viewer", "/team");
    expect(await screen.findByRole("heading", title)).toBeVisible();
    known = true;
    await setUp(user);
    expect(await screen.findByText(codes[0] ?? "")).toBeVisible();
    await waitFor(() => expect(screen.queryByText(title.name)).toBeNull());
    expect(screen.getByText(codes[9] ?? "")).toBeVisible();
    await user.click(screen.getByRole("checkbox", { name: "I have kept them" }));
    await user.click(screen.getByRole("button", { name: "Done" }));
    expect(await screen.findByRole("heading", { name: "Team" })).toBeVisible();
  });

  it("lets one in within a minute where another process has not heard of it", async () => {
    const user = await signedIn("viewer", "/team");
    await setUp(user);
    await user.click(await screen.findByRole("checkbox", { name: "I have kept them" }));
    await user.click(screen.getByRole("button", { name: "Done" }));
    expect(await screen.findByText("Yours is on. You are let in within a minute.")).toBeVisible();
    known = true;
    await user.click(screen.getByRole("button", { name: "Look again" }));
    expect(await screen.findByRole("heading", { name: "Team" })).toBeVisible();
  });

  it("says so instead of its meters as well, and leaves one's own pages open", async () => {
    const user = await signedIn("viewer", "/meters");
    expect(await screen.findByRole("heading", title)).toBeVisible();
    await user.click(screen.getByRole("link", { name: "Preferences" }));
    expect(await screen.findByRole("heading", { name: "Preferences" })).toBeVisible();
  });

  it("that begins to ask replaces the page that is open", async () => {
    asked = false;
    const user = await signedIn("viewer", "/team");
    expect(await screen.findByText("Nobody belongs to this tenant yet")).toBeVisible();
    await user.click(screen.getByRole("link", { name: "Preferences" }));
    asked = true;
    await user.click(await screen.findByRole("link", { name: "Meters" }));
    expect(await screen.findByRole("heading", title)).toBeVisible();
  });

  it("says that one's own state could not be loaded", async () => {
    server.use(http.get("*/api/v1/users/me/mfa", () => problem(400, "bad", "Not so."), { once: true }));
    const user = await signedIn("viewer", "/team");
    expect(await screen.findByText("Your second factor could not be loaded")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("button", { name: "Set up the second factor" })).toBeVisible();
  });
});
