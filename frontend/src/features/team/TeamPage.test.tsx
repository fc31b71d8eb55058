import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { me, page, problem, requestId, server, tenant } from "../../../test/server";
import type { Schemas } from "../../api/client";

describe("the team", () => {
  const ada: Schemas["member"] = {
    user_id: me("owner", new Request("http://portal.test")).id,
    email: "ada@example.com",
    name: "Ada",
    is_active: true,
    role: "owner",
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
  };
  const vi = { ...ada, user_id: "usr_01ARZ3NDEKTSV4RRFFQ69G5FAW", email: "vi@example.com", name: "", role: "viewer" };
  let members: object[];
  beforeEach(() => {
    members = [ada, vi];
    server.use(
      http.get("*/api/v1/tenants/:tenant/members", ({ request }) =>
        request.headers.get("Weir-Tenant") === tenant.id ? page(members) : problem(400, "tenant_required", "Which?"),
      ),
    );
  });

  it("marks oneself, explains the last owner and changes a role", async () => {
    const user = await signedIn("owner", "/team");
    const own = await rowOf("Ada");
    expect(own.getByText("you")).toBeVisible();
    expect(own.getByText(/The last owner stays/)).toBeVisible();
    expect(own.queryByRole("button")).toBeNull();
    const sent: unknown[] = [];
    server.use(
      http.patch("*/api/v1/tenants/:tenant/members/:user", async ({ request, params }) => {
        sent.push(params.user, await request.json());
        members = [ada, { ...vi, role: "admin" }];
        return HttpResponse.json(members[1]);
      }),
    );
    await user.click(screen.getByRole("button", { name: "Change role of vi@example.com" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    await user.click(dialog.getByText("Admin"));
    await user.click(dialog.getByRole("button", { name: "Change role" }));
    expect(await (await rowOf("vi@example.com")).findByText("Admin")).toBeVisible();
    expect(sent).toEqual([vi.user_id, { role: "admin" }]);
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  });

  it("keeps the dialog open with what went wrong", async () => {
    server.use(
      http.delete("*/api/v1/tenants/:tenant/members/:user", () =>
        problem(409, "last_owner", "A tenant keeps at least one owner."),
      ),
    );
    const user = await signedIn("owner", "/team");
    await user.click(await screen.findByRole("button", { name: "Remove vi@example.com" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    await user.click(dialog.getByRole("button", { name: "Remove" }));
    expect(await dialog.findByText("A tenant keeps at least one owner.")).toBeVisible();
    expect(dialog.getByText(requestId)).toBeVisible();
  });

  it("offers an admin nothing about owners", async () => {
    members = [
      { ...ada, role: "admin" },
      { ...vi, role: "owner" },
    ];
    const user = await signedIn("admin", "/team");
    expect(await (await rowOf("vi@example.com")).findByText("Owners are changed by owners.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Change role of Ada" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    expect(dialog.queryByText("Owner")).toBeNull();
    await user.click(dialog.getByText("Viewer"));
    expect(dialog.getByText(/This is your own role/)).toBeVisible();
  });

  it("is read only for a viewer, who is not shown keys and audit", async () => {
    await signedIn("viewer", "/team");
    await rowOf("Ada");
    expect(screen.queryByRole("button", { name: /^Change the role/ })).toBeNull();
    expect(screen.queryByRole("link", { name: "API keys" })).toBeNull();
    expect(screen.queryByRole("link", { name: "Audit" })).toBeNull();
  });

  it("is where a viewer is sent who asks for keys by address", async () => {
    await signedIn("viewer", "/keys");
    expect(await screen.findByText(/owners and admins may see this/)).toBeVisible();
  });

  it("says that the tenant is suspended", async () => {
    server.use(
      http.get("*/api/v1/tenants/:tenant", () => problem(403, "tenant_suspended", "The tenant is suspended.")),
    );
    await signedIn("viewer", "/team");
    expect(await screen.findByText("Acme is suspended")).toBeVisible();
  });
});
