import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { authorizationUrl, beginning, begun, host, identity, issuer } from "../../test/openid";
import { signedIn } from "../../test/person";
import { apiKey as key, everythingStored, page, problem, requestId, server, withFactor } from "../../test/server";
import { tripUnderWay } from "../features/openid/trip";
import { goElsewhere } from "../ui/elsewhere";

vi.mock("../ui/elsewhere");

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
  vi.mocked(goElsewhere).mockClear();
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
    expect(await before.findByText("Show first that it is you. Nothing was done.")).toBeVisible();
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

  describe("at the sign-in service", () => {
    const offering = (identities: object[]) =>
      server.use(
        http.get("*/api/v1/auth/methods", () => HttpResponse.json({ password: true, oidc: { issuer } })),
        http.get("*/api/v1/users/me/identities", () => page(identities)),
      );

    it("is confirmed by whom it knows, who is told that it has to be done once more", async () => {
      offering([identity]);
      let away = true;
      const asked = beginning(() => (away ? problem(503, "openid_provider_unavailable", "No answer.") : begun()));
      const { user, dialog } = await wantKey();
      const confirm = await dialog.findByRole("button", { name: `Confirm at ${host}` });
      expect(dialog.getByText(/do it once more then/)).toBeVisible();
      await user.click(confirm);
      expect(await dialog.findByText(/^No answer from sign-in.example.com/)).toBeVisible();
      expect(goElsewhere).not.toHaveBeenCalled();
      away = false;
      await user.click(dialog.getByRole("button", { name: `Confirm at ${host}` }));
      await waitFor(() => expect(goElsewhere).toHaveBeenCalledWith(authorizationUrl));
      expect(asked).toEqual(["step-up", "step-up"]);
      expect(tripUnderWay()).toEqual({ why: "step up", to: "/app/keys", issuer });
      expect(made).toHaveLength(1);
    });

    it.each([
      ["nobody", []],
      ["an identity of another service", [{ ...identity, issuer: "https://elsewhere.example.com" }]],
    ])("is not offered to who has %s there", async (_, identities) => {
      offering(identities);
      const { dialog } = await wantKey();
      await waitFor(() => expect(dialog.getByRole("button", { name: "Go on" })).toBeEnabled());
      expect(dialog.queryByRole("button", { name: /^Confirm at/ })).toBeNull();
    });
  });
});
