import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { everythingStored, page, problem, requestId, server, tenant } from "../../../test/server";
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

  it("binds a key to networks, and says which of them is none", async () => {
    const sent: { allowed_cidrs?: string[] }[] = [];
    server.use(
      http.get("*/api/v1/api-keys", () =>
        page([{ ...key, allowed_cidrs: ["192.0.2.7", "2001:db8::/32", "198.51.100.0/24", "203.0.113.9"] }]),
      ),
      http.post("*/api/v1/api-keys", async ({ request }) => {
        sent.push((await request.json()) as { allowed_cidrs?: string[] });
        const errors = [{ pointer: "/allowed_cidrs/1", detail: "This is no network." }];
        return sent.length === 1
          ? HttpResponse.json({ code: "validation_failed", detail: "No.", errors }, { status: 400 })
          : HttpResponse.json({ ...key, secret }, { status: 201 });
      }),
    );
    const user = await signedIn("owner", "/keys");
    const row = await rowOf("till");
    expect(row.getByText("2001:db8::/32")).toBeVisible();
    expect(row.queryByText("203.0.113.9")).toBeNull();
    await user.click(row.getByRole("button", { name: "1 more networks of till" }));
    expect(row.getByText("203.0.113.9")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "New key" }));
    await user.type(await screen.findByLabelText(/^Name/), "till");
    const from = screen.getByLabelText(/^May be used from/);
    await user.type(from, "192.0.2.7\n 10.0.0.0/33");
    await user.click(screen.getByRole("button", { name: "Make the key" }));
    expect(await screen.findByText("10.0.0.0/33: This is no network.")).toBeVisible();
    expect(from).toHaveAttribute("aria-invalid", "true");
    await user.clear(from);
    await user.type(from, "10.0.0.0/8");
    await user.click(screen.getByRole("button", { name: "Make the key" }));
    expect(await screen.findByRole("region", { name: "Secret" })).toBeVisible();
    expect(sent.map(({ allowed_cidrs }) => allowed_cidrs)).toEqual([["192.0.2.7", "10.0.0.0/33"], ["10.0.0.0/8"]]);
  });

  it("says at its field that a policy ends keys sooner", async () => {
    server.use(
      http.get("*/api/v1/api-keys", () => page([key])),
      http.post("*/api/v1/api-keys", () =>
        HttpResponse.json(
          {
            code: "validation_failed",
            detail: "No.",
            errors: [{ pointer: "/expires_at", detail: "At most 30 days." }],
          },
          { status: 400 },
        ),
      ),
    );
    const user = await signedIn("owner", "/keys");
    await user.click(await screen.findByRole("button", { name: "New key" }));
    await user.type(await screen.findByLabelText(/^Name/), "till");
    await user.click(screen.getByRole("button", { name: "Make the key" }));
    expect(await screen.findByText("At most 30 days.")).toBeVisible();
    expect(screen.getByLabelText("Expires after")).toHaveAttribute("aria-invalid", "true");
  });

  it("rotates a key, shows the new secret once and what becomes of the old one", async () => {
    const next = { ...key, id: "key_01ARZ3NDEKTSV4RRFFQ69G5FAW", prefix: "weir_sk_efgh" };
    const sent: { body: unknown; once: string | null }[] = [];
    server.use(
      http.get("*/api/v1/api-keys", () =>
        page(sent.length < 2 ? [key] : [next, { ...key, replaced_by: next.id, expires_at: "2126-11-21T10:00:00Z" }]),
      ),
      http.post("*/api/v1/api-keys/:key/rotate", async ({ request, params }) => {
        expect(params.key).toBe(key.id);
        sent.push({ body: await request.json(), once: request.headers.get("Idempotency-Key") });
        return sent.length === 1
          ? problem(409, "api_key_not_active", "The key is revoked, over, or was replaced before.")
          : HttpResponse.json({ ...next, secret }, { status: 201 });
      }),
    );
    const user = await signedIn("owner", "/keys");
    await user.click(await screen.findByRole("button", { name: "Rotate till" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Make the new key" }));
    expect(await dialog.findByText(/was replaced before/)).toBeVisible();
    expect(dialog.getByText(requestId)).toBeVisible();
    await user.selectOptions(dialog.getByLabelText("The old key goes on for"), "One hour");
    await user.click(dialog.getByRole("button", { name: "Make the new key" }));
    expect(await screen.findByRole("region", { name: "Secret" })).toHaveTextContent(secret);
    expect(screen.getByText(/The old key, weir_sk_abcd…, goes on until/)).toBeVisible();
    expect(sent.map(({ body }) => body)).toEqual([{ overlap_seconds: 86_400 }, { overlap_seconds: 3600 }]);
    expect(sent[1]?.once).toMatch(/^[0-9a-f]{32}$/);
    await user.click(screen.getByRole("button", { name: "I have stored it" }));
    await waitFor(() => expect(document.body).not.toHaveTextContent(secret));
    expect(screen.getByText("weir_sk_efgh…", { selector: "td:nth-of-type(5) code" })).toBeVisible();
    expect(screen.getAllByRole("button", { name: "Rotate till" })).toHaveLength(1);
  });

  it("warns of keys as the API does", async () => {
    server.use(
      http.get("*/api/v1/api-keys", () =>
        page([
          { ...key, name: "quiet", warning: "unused" },
          { ...key, id: "key_01ARZ3NDEKTSV4RRFFQ69G5FAW", name: "grown", warning: "old", allowed_cidrs: [] },
        ]),
      ),
    );
    await signedIn("owner", "/keys");
    expect((await rowOf("quiet")).getByText("unused for 90 days")).toBeVisible();
    const grown = await rowOf("grown");
    expect(grown.getByText("older than 90 days")).toBeVisible();
    expect(grown.getByText("anywhere")).toBeVisible();
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
