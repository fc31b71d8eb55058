import { screen, waitFor, within } from "@testing-library/react";
import { http } from "msw";
import { describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { page, requestId, server, tenant } from "../../../test/server";
import type { Schemas } from "../../api/client";

describe("audit", () => {
  const entry: Schemas["audit_entry"] = {
    id: "evt_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    chain: tenant.id,
    sequence: 7,
    type: "membership.updated",
    actor: "staff:usr_01ARZ3NDEKTSV4RRFFQ69G5FAX",
    subject: "usr_01ARZ3NDEKTSV4RRFFQ69G5FAW",
    tenant_id: tenant.id,
    occurred_at: "2026-11-20T10:00:00Z",
    request_id: requestId,
    address: "192.0.2.1",
    before: { email: "vi@example.com", role: "viewer" },
    after: { email: "vi@example.com", role: "admin" },
    erased: [],
    hash: "ab".repeat(32),
  };

  it("filters by the URL, shows what changed, and leads to everything about it", async () => {
    const asked: string[] = [];
    server.use(
      http.get("*/api/v1/tenants/:tenant/members", () => page([])),
      http.get("*/api/v1/api-keys", () => page([])),
      http.get("*/api/v1/audit", ({ request }) => {
        const { searchParams } = new URL(request.url);
        asked.push(searchParams.toString());
        return page([entry]);
      }),
    );
    const user = await signedIn("owner", "/audit?type=membership.updated&from=2026-11-20T00:00:00Z&to=nonsense");
    const row = await rowOf("vi@example.com");
    expect(row.getByText("Role changed")).toBeVisible();
    expect(row.getByText("Staff of the platform")).toBeVisible();
    expect(asked).toEqual(["limit=50&type=membership.updated&from=2026-11-20T00%3A00%3A00Z"]);
    await user.click(row.getByRole("button", { name: /Details/ }));
    const dialog = within(await screen.findByRole("dialog"));
    const changed = within(dialog.getByRole("table")).getAllByRole("row");
    expect(changed.map((one) => one.textContent)).toEqual(["MemberBeforeAfter", "rolevieweradmin"]);
    await user.click(dialog.getByRole("link", { name: "everything about it" }));
    await waitFor(() => expect(window.location.search).toBe(`?subject=${entry.subject}`));
    await waitFor(() => expect(asked).toContain(`limit=50&subject=${entry.subject}`));
  });

  it("is filtered by what was filled in, and by nothing else", async () => {
    server.use(
      http.get("*/api/v1/tenants/:tenant/members", () => page([])),
      http.get("*/api/v1/api-keys", () => page([])),
      http.get("*/api/v1/audit", () => page([entry])),
    );
    const user = await signedIn("owner", "/audit");
    await rowOf("vi@example.com");
    await user.type(screen.getByLabelText("Who"), "usr_1");
    await user.click(screen.getByRole("button", { name: "Show" }));
    await waitFor(() => expect(window.location.search).toBe("?actor=usr_1"));
  });
});
