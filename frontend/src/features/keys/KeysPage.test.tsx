import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { signedIn } from "../../../test/person";
import { everythingStored, page, problem, server, tenant } from "../../../test/server";
import type { Schemas } from "../../api/client";

describe("API keys", () => {
  const key: Schemas["api_key"] = {
    id: "key_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    name: "till",
    prefix: "weir_sk_abcd",
    scopes: ["ingest"],
    tenant_id: tenant.id,
    created_at: "2026-01-01T00:00:00Z",
    expires_at: null,
    revoked_at: null,
    last_used_at: null,
  };
  const secret = "weir_sk_abcdefghijklmnopqrstuvwxyz";

  it("shows a new secret once, with lines that use it, and keeps it nowhere", async () => {
    const sent: { body: unknown; once: string | null }[] = [];
    server.use(
      http.get("*/api/v1/api-keys", () => page(sent.length === 0 ? [] : [key])),
      http.post("*/api/v1/api-keys", async ({ request }) => {
        sent.push({ body: await request.json(), once: request.headers.get("Idempotency-Key") });
        return sent.length === 1
          ? problem(503, "database_unavailable", "Not now.")
          : HttpResponse.json({ ...key, secret }, { status: 201 });
      }),
    );
    const user = await signedIn("owner", "/keys");
    expect(await screen.findByText("No keys yet")).toBeVisible();
    const [first] = screen.getAllByRole("button", { name: "New key" });
    if (first) await user.click(first);
    const make = await screen.findByRole("button", { name: "Make the key" });
    await user.click(make);
    expect(await screen.findByText(/A key without a name/)).toBeVisible();
    await user.type(screen.getByLabelText(/^Name/), "till");
    await user.selectOptions(screen.getByLabelText("Expires after"), "Never");
    await user.click(make);
    expect(await screen.findByText("Not now.")).toBeVisible();
    await user.click(make);
    expect(await screen.findByRole("region", { name: "Secret" })).toHaveTextContent(secret);
    expect(screen.getByRole("region", { name: "Lines for a shell" })).toHaveTextContent(`WEIR_KEY=${secret}`);
    expect(sent[1]?.body).toEqual({ name: "till", scopes: ["ingest"], tenant_id: tenant.id, expires_at: null });
    expect(sent[1]?.once).toMatch(/^[0-9a-f]{32}$/);
    expect(sent[0]?.once).toBe(sent[1]?.once);
    await user.keyboard("{Escape}");
    await user.click(screen.getByRole("button", { name: "I have stored it" }));
    await waitFor(() => expect(document.body).not.toHaveTextContent(secret));
    expect(everythingStored()).not.toContain(secret);
  });

  it("revokes after a question", async () => {
    let revoked = false;
    server.use(
      http.get("*/api/v1/api-keys", () => page([{ ...key, revoked_at: revoked ? "2026-11-20T10:00:00Z" : null }])),
      http.delete("*/api/v1/api-keys/:key", () => {
        revoked = true;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const user = await signedIn("owner", "/keys");
    await user.click(await screen.findByRole("button", { name: "Revoke till" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Cancel" }));
    expect(revoked).toBe(false);
    await user.click(screen.getByRole("button", { name: "Revoke till" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Revoke" }));
    expect(await screen.findByText("revoked")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Revoke till" })).toBeNull();
  });
});
