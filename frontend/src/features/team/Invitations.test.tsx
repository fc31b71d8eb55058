import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { me, page, problem, server, tenant } from "../../../test/server";
import type { Schemas } from "../../api/client";

describe("invitations", () => {
  const own = me("owner", new Request("http://portal.test")).id;
  const bob: Schemas["invitation"] = {
    id: "ivt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    tenant_id: tenant.id,
    email: "bob@example.com",
    role: "analyst",
    state: "open",
    invited_by: own,
    created_at: "2026-11-20T10:00:00Z",
    updated_at: "2026-11-20T10:00:00Z",
    expires_at: "2026-11-27T10:00:00Z",
  };
  const eve = { ...bob, id: "ivt_01ARZ3NDEKTSV4RRFFQ69G5FAW", email: "eve@example.com" };
  let waiting: Schemas["invitation"][];
  let sent: unknown[];

  beforeEach(() => {
    waiting = [bob];
    sent = [];
    const path = "*/api/v1/tenants/:tenant/invitations";
    server.use(
      http.get("*/api/v1/tenants/:tenant/members", () =>
        page([
          {
            user_id: own,
            email: "ada@example.com",
            name: "Ada",
            is_active: true,
            role: "owner",
            created_at: "2026-01-01T00:00:00Z",
            updated_at: "2026-01-01T00:00:00Z",
          },
        ]),
      ),
      http.get(path, ({ request }) =>
        request.headers.get("Weir-Tenant") === tenant.id ? page(waiting) : problem(400, "tenant_required", "Which?"),
      ),
      http.post(path, async ({ request }) => {
        sent.push(request.headers.get("Idempotency-Key"), await request.json());
        waiting = [...waiting, eve];
        return HttpResponse.json(eve, { status: 201 });
      }),
      http.post(`${path}/:invitation/resend`, ({ params }) => {
        sent.push(params.invitation);
        return HttpResponse.json(bob);
      }),
      http.delete(`${path}/:invitation`, ({ params }) => {
        sent.push(params.invitation);
        waiting = waiting.filter(({ id }) => id !== params.invitation);
        return new HttpResponse(null, { status: 204 });
      }),
    );
  });

  it("are made with an address and a role", async () => {
    const user = await signedIn("owner", "/team");
    expect((await rowOf("bob@example.com")).getByText("Ada")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Invite" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Send the invitation" }));
    expect(dialog.getByText("Where shall the mail go?")).toBeVisible();
    await user.type(dialog.getByLabelText(/E-mail/), " eve@example.com ");
    await user.click(dialog.getByText("Billing"));
    await user.click(dialog.getByRole("button", { name: "Send the invitation" }));
    await rowOf("eve@example.com");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), { email: "eve@example.com", role: "billing" }]);
  });

  it("say at the address that it is a member's, and when many mails went there", async () => {
    const path = "*/api/v1/tenants/:tenant/invitations";
    const detail = "This address is a member's already.";
    server.use(
      http.post(path, () =>
        HttpResponse.json({ code: "member_exists", detail, errors: [{ pointer: "/email", detail }] }, { status: 409 }),
      ),
    );
    const user = await signedIn("owner", "/team");
    await user.click(await screen.findByRole("button", { name: "Invite" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText(/E-mail/), "ada@example.com");
    await user.click(dialog.getByRole("button", { name: "Send the invitation" }));
    expect(await dialog.findByText(detail)).toBeVisible();
    expect(dialog.queryByText("Nobody was invited")).toBeNull();
    server.use(
      http.post(path, () =>
        HttpResponse.json({ code: "rate_limited" }, { status: 429, headers: { "Retry-After": "60" } }),
      ),
    );
    await user.click(dialog.getByRole("button", { name: "Send the invitation" }));
    expect(await dialog.findByText(/Try again in 60 seconds/)).toBeVisible();
  });

  it("are sent again and taken back", async () => {
    const user = await signedIn("admin", "/team");
    await user.click(await screen.findByRole("button", { name: "Send again to bob@example.com" }));
    let dialog = within(await screen.findByRole("alertdialog"));
    expect(dialog.getByText(/The link of the mail before is void/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Send again" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    await user.click(screen.getByRole("button", { name: "Take back the invitation of bob@example.com" }));
    dialog = within(await screen.findByRole("alertdialog"));
    await user.click(dialog.getByRole("button", { name: "Take back" }));
    await waitFor(() => expect(screen.queryByText("bob@example.com")).toBeNull());
    expect(sent).toEqual([bob.id, bob.id]);
    expect(screen.queryByRole("heading", { name: "Invitations" })).toBeNull();
  });

  it("that wait stand behind closed ones, also on a later page", async () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ ...bob, id: `closed ${index}`, state: "accepted" }));
    server.use(
      http.get("*/api/v1/tenants/:tenant/invitations", ({ request }) =>
        new URL(request.url).searchParams.get("cursor") === "next"
          ? page([{ ...bob, state: "expired" }, eve])
          : page(many, "next"),
      ),
    );
    await signedIn("owner", "/team");
    expect((await rowOf("bob@example.com")).getByText("over")).toBeVisible();
    const rows = within(screen.getByRole("region", { name: "Open invitations" })).getAllByRole("row");
    expect(rows.map((row) => /(eve|bob)@/.exec(row.textContent)?.[1])).toEqual([undefined, "eve", "bob"]);
  });

  it("of owners are the owners'", async () => {
    waiting = [{ ...bob, role: "owner" }];
    const user = await signedIn("admin", "/team");
    expect((await rowOf("bob@example.com")).getByText("Owners are invited by owners.")).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Send again/ })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Invite" }));
    expect(within(await screen.findByRole("dialog")).queryByText("Owner")).toBeNull();
  });

  it("are nothing that a viewer asks for", async () => {
    server.use(
      http.get("*/api/v1/tenants/:tenant/invitations", () => {
        sent.push("asked");
        return problem(403, "forbidden", "No.");
      }),
    );
    await signedIn("viewer", "/team");
    await rowOf("ada@example.com");
    expect(screen.queryByRole("button", { name: "Invite" })).toBeNull();
    expect(sent).toEqual([]);
  });
});
