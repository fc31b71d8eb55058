import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { signedIn } from "../../test/person";
import { everythingStored, page, problem, requestId, server, tenant, withFactor } from "../../test/server";
import type { Schemas } from "../api/client";

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

let good: boolean; // password and code were given of late
let made: { once: string | null; body: unknown }[];
let proofs: unknown[];

const stale = () => problem(403, "step_up_required", "Give the password again: POST /api/v1/auth/step-up.");

function stepUp(...answers: (() => Response)[]) {
  server.use(
    http.post("*/api/v1/auth/step-up", async ({ request }) => {
      proofs.push(await request.json());
      const answer = answers[proofs.length - 1];
      if (answer) return answer();
      good = true;
      return HttpResponse.json({ access_token: "t", token_type: "Bearer", expires_in: 1800 });
    }),
  );
}

beforeEach(() => {
  [good, made, proofs] = [false, [], []];
  server.use(
    http.get("*/api/v1/api-keys", () => page([key])),
    http.post("*/api/v1/api-keys", async ({ request }) => {
      made.push({ once: request.headers.get("Idempotency-Key"), body: await request.json() });
      return good ? HttpResponse.json({ ...key, secret: "weir_sk_abcdefghijklmnop" }, { status: 201 }) : stale();
    }),
    http.delete("*/api/v1/api-keys/:key", () => (good ? new HttpResponse(null, { status: 204 }) : stale())),
  );
});

async function wantKey() {
  const user = await signedIn("owner", "/keys");
  await user.click(await screen.findByRole("button", { name: "New key" }));
  await user.type(await screen.findByLabelText(/^Name/), "till");
  await user.click(screen.getByRole("button", { name: "Make the key" }));
  return { user, dialog: within(await screen.findByRole("dialog", { name: "Show that it is you" })) };
}

describe("what asks for the password again", () => {
  it("is done when it was given, as the same request", async () => {
    stepUp(() => problem(403, "password_wrong", "No."));
    const { user, dialog } = await wantKey();
    expect(dialog.queryByLabelText(/^Code/)).toBeNull();
    const go = dialog.getByRole("button", { name: "Go on" });
    await waitFor(() => expect(go).toBeEnabled());
    await user.click(go);
    expect(await dialog.findByText("Your password is needed.")).toBeVisible();
    await user.type(dialog.getByLabelText(/^Password/), "wrong");
    await user.click(go);
    expect(await dialog.findByText("This is not your password.")).toBeVisible();
    await user.clear(dialog.getByLabelText(/^Password/));
    await user.type(dialog.getByLabelText(/^Password/), "secret");
    await user.click(go);
    expect(await screen.findByRole("region", { name: "Secret" })).toHaveTextContent("weir_sk_abcdefghijklmnop");
    expect(screen.queryByRole("dialog", { name: "Show that it is you" })).toBeNull();
    expect(proofs).toEqual([{ password: "wrong" }, { password: "secret" }]);
    expect(made).toHaveLength(2);
    expect(made[0]).toEqual(made[1]);
    expect(everythingStored()).not.toContain("secret");
  });

  it("takes a code too of who has a second factor", async () => {
    server.use(http.get("*/api/v1/users/me/mfa", () => HttpResponse.json(withFactor)));
    stepUp(
      () => problem(403, "mfa_code_wrong", "No."),
      () => HttpResponse.json({ code: "login_backoff" }, { status: 429, headers: { "Retry-After": "17" } }),
    );
    const { user, dialog } = await wantKey();
    await user.type(await dialog.findByLabelText(/^Code/), "000000");
    await user.type(dialog.getByLabelText(/^Password/), "secret");
    await user.click(dialog.getByRole("button", { name: "Go on" }));
    expect(await dialog.findByText(/This code is wrong/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Go on" }));
    expect(await dialog.findByText(/Too many wrong passwords or codes of late. Try again in 17 seconds/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Use a recovery code" }));
    await user.type(dialog.getByLabelText(/^Recovery code/), "7k3m-x9qp-0r2t-vw0h");
    await user.click(dialog.getByRole("button", { name: "Go on" }));
    expect(await screen.findByRole("region", { name: "Secret" })).toBeVisible();
    expect(proofs.at(-1)).toEqual({ password: "secret", code: "7k3m-x9qp-0r2t-vw0h" });
  });

  it("asks for the code when only the server knows that there is one", async () => {
    server.use(http.get("*/api/v1/users/me/mfa", () => problem(400, "bad", "Not so.")));
    stepUp(() => problem(403, "mfa_code_required", "A code too."));
    const { user, dialog } = await wantKey();
    await user.type(dialog.getByLabelText(/^Password/), "secret");
    await waitFor(() => expect(dialog.getByRole("button", { name: "Go on" })).toBeEnabled());
    await user.click(dialog.getByRole("button", { name: "Go on" }));
    expect(await dialog.findByText("Your second factor is on: give a code too.")).toBeVisible();
    await user.type(dialog.getByLabelText(/^Code/), "123456");
    await user.click(dialog.getByRole("button", { name: "Go on" }));
    expect(await screen.findByRole("region", { name: "Secret" })).toBeVisible();
    expect(proofs).toEqual([{ password: "secret" }, { password: "secret", code: "123456" }]);
  });

  it("is not done when it is declined, and says so where it was asked for", async () => {
    stepUp();
    const { user, dialog } = await wantKey();
    await user.click(dialog.getByRole("button", { name: "Cancel" }));
    const before = within(await screen.findByRole("dialog", { name: "New API key" }));
    expect(await before.findByText("This needs your password again. Nothing was done.")).toBeVisible();
    expect(before.getByText(requestId)).toBeVisible();
    expect(before.getByLabelText(/^Name/)).toHaveValue("till");
    expect(made).toHaveLength(1);
    // Another attempt asks again.
    await user.click(before.getByRole("button", { name: "Make the key" }));
    expect(await screen.findByRole("dialog", { name: "Show that it is you" })).toBeVisible();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog", { name: "Show that it is you" })).toBeNull());
    expect(screen.getByRole("dialog", { name: "New API key" })).toBeVisible();
    expect(proofs).toEqual([]);
  });

  it("ends with the session", async () => {
    stepUp(() => problem(401, "unauthenticated", "No."));
    const { user, dialog } = await wantKey();
    server.use(http.post("*/api/v1/auth/token", () => HttpResponse.json({ error: "invalid_grant" }, { status: 400 })));
    await user.type(dialog.getByLabelText(/^Password/), "secret");
    await user.click(dialog.getByRole("button", { name: "Go on" }));
    expect(await screen.findByText(/Your session has ended/)).toBeVisible();
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
