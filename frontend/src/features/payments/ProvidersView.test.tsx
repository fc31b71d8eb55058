import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../test/payments";
import { rowOf, signedIn } from "../../../test/person";
import { everythingStored, page, problem, server } from "../../../test/server";
import { draftOf, emptyDraft, toChange, toConnect, wrongWith } from "./draft";
import type { Provider } from "./providers";

interface Sent {
  method: string;
  path: string;
  once: string | null;
  match: string | null;
  body: unknown;
}

const key = "sk_live_secretOfMoney";
const signing = "whsec_secretOfWebhooks";
let there: Provider;
let sent: Sent[];
let refusals: (() => Response)[];

beforeEach(() => {
  [there, sent, refusals] = [account, [], []];
  const note = async ({ request }: { request: Request }) => {
    expect(request.headers.get("Weir-Tenant")).toBeNull();
    const body = (await request.json()) as Partial<Provider>;
    sent.push({
      method: request.method,
      path: new URL(request.url).pathname,
      once: request.headers.get("Idempotency-Key"),
      match: request.headers.get("If-Match"),
      body,
    });
    const refused = refusals.shift()?.();
    if (refused) return refused;
    const { enabled, offered, name } = { ...there, ...body };
    there = { ...there, name, enabled, offered: offered && enabled, version: there.version + 1 };
    return HttpResponse.json(there, { status: request.method === "POST" ? 201 : 200 });
  };
  server.use(
    http.get("*/api/v1/payment-providers", () => page([there])),
    http.get("*/api/v1/payment-providers/:provider", ({ params }) =>
      params.provider === account.id ? HttpResponse.json(there) : problem(404, "payment_provider_not_found", "No."),
    ),
    http.post("*/api/v1/payment-providers", note),
    http.patch("*/api/v1/payment-providers/:provider", note),
    http.post("*/api/v1/payment-providers/:provider/secret-rotations", note),
  );
});

const dialog = async (role = "dialog") => within(await screen.findByRole(role));

describe("accounts at payment providers", () => {
  it("are listed with their mode, what they were given, and where they send to", async () => {
    there = { ...account, secrets: account.secrets.slice(1), offered: true };
    await signedIn("support", "/payment-providers");
    const row = await rowOf("Stripe, Europe");
    for (const text of ["live", "enabled", "offered", "signing secret, no API key", account.webhook_path])
      expect(row.getByText(text)).toBeVisible();
    expect(screen.queryByRole("button", { name: /Connect/ })).toBeNull();
  });

  it("are for staff", async () => {
    await signedIn("owner", "/payment-providers");
    expect(await screen.findByText("There is no such page")).toBeVisible();
    expect(screen.queryByRole("link", { name: "Payment providers" })).toBeNull();
  });

  it("are connected once, with secrets that are kept nowhere here", async () => {
    const user = await signedIn("operator", "/payment-providers");
    await user.click(await screen.findByRole("button", { name: "Connect an account" }));
    const form = await dialog();
    await user.click(form.getByRole("button", { name: "Connect it" }));
    expect(form.getByText("A name for people")).toBeVisible();
    await user.type(form.getByLabelText(/^Name/), "Stripe, Europe");
    await user.type(form.getByLabelText(/^Slug/), "stripe-eu");
    await user.type(form.getByLabelText(/^API key/), key);
    await user.type(form.getByLabelText(/^Signing secret/), signing);
    expect(form.getByText(/key of this mode: sk_test_/)).toBeVisible();
    await user.selectOptions(form.getByLabelText(/^Mode/), "live");
    refusals = [
      () =>
        HttpResponse.json(
          { code: "x", detail: "No.", errors: [{ pointer: "/slug", detail: "Taken." }] },
          { status: 409 },
        ),
      () => problem(503, "database_unavailable", "Not now."),
    ];
    await user.click(form.getByRole("button", { name: "Connect it" }));
    expect(await form.findByText("Taken.")).toBeVisible();
    await user.click(form.getByRole("button", { name: "Connect it" }));
    expect(await form.findByText("Not now.")).toBeVisible();
    await user.click(form.getByRole("button", { name: "Connect it" }));
    expect(await screen.findByRole("heading", { name: "Stripe, Europe", level: 1 })).toBeVisible();
    expect(screen.getByText(window.location.origin + account.webhook_path)).toBeVisible();
    expect(sent[2]?.body).toEqual({
      slug: "stripe-eu",
      provider: "stripe",
      name: "Stripe, Europe",
      live: true,
      api_key: key,
      signing_secret: signing,
    });
    expect(sent[1]?.once).toBe(sent[2]?.once);
    for (const secret of [key, signing]) {
      expect(document.body).not.toHaveTextContent(secret);
      expect(everythingStored()).not.toContain(secret);
    }
  });
});

describe("an account", () => {
  const address = `/payment-providers/${account.id}`;
  const press = async (user: Awaited<ReturnType<typeof signedIn>>, name: string) =>
    user.click(await screen.findByRole("button", { name }));

  it("takes new payments, is disabled and enabled, unless somebody else was first", async () => {
    const user = await signedIn("operator", address);
    await press(user, "Take new payments");
    const question = await dialog("alertdialog");
    refusals = [() => problem(412, "precondition_failed", "No.")];
    await user.click(question.getByRole("button", { name: "Take them" }));
    expect(await question.findByText(/It has changed meanwhile/)).toBeVisible();
    await user.click(question.getByRole("button", { name: "Take them" }));
    expect(await screen.findByText("New payments are made through this account.")).toBeVisible();
    expect(sent[1]).toMatchObject({ method: "PATCH", match: '"3"', body: { offered: true } });
    expect(await screen.findByText("offered")).toBeVisible();
    await press(user, "Disable");
    await user.click((await dialog("alertdialog")).getByRole("button", { name: "Disable it" }));
    expect(await screen.findByText("disabled")).toBeVisible();
    expect(sent[2]).toMatchObject({ match: '"4"', body: { enabled: false } });
    await press(user, "Enable");
    await waitFor(() => expect(sent[3]).toMatchObject({ match: '"5"', body: { enabled: true } }));
  });

  it("gets another signing secret, which the old one counts beside for a while", async () => {
    const user = await signedIn("operator", address);
    await press(user, "Replace the signing secret");
    const form = await dialog();
    await user.type(form.getByLabelText(/^Signing secret/), "sk_live_x");
    await user.click(form.getByRole("button", { name: "Keep it" }));
    expect(form.getByText(/It begins with whsec_/)).toBeVisible();
    await user.clear(form.getByLabelText(/^Signing secret/));
    await user.type(form.getByLabelText(/^Signing secret/), signing);
    await user.selectOptions(form.getByLabelText(/^The old secret/), "3600");
    await user.click(form.getByRole("button", { name: "Keep it" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent[0]).toMatchObject({
      path: `/api/v1${address}/secret-rotations`,
      body: { secret: signing, overlap_seconds: 3600 },
    });
  });

  it("gets its first signing secret without a question about an older one, and loses its key when that is wanted", async () => {
    there = { ...account, secrets: account.secrets.slice(0, 1) };
    const user = await signedIn("operator", address);
    expect(await screen.findByText(/its webhooks are refused/)).toBeVisible();
    await press(user, "Give the signing secret");
    const form = await dialog();
    expect(form.queryByLabelText(/^The old secret/)).toBeNull();
    await user.type(form.getByLabelText(/^Signing secret/), `${signing}{Enter}`);
    await waitFor(() => expect(sent[0]?.body).toEqual({ secret: signing, overlap_seconds: 0 }));
    await press(user, "Remove the API key");
    await user.click((await dialog("alertdialog")).getByRole("button", { name: "Remove it" }));
    await waitFor(() => expect(sent[1]?.body).toEqual({ api_key: null }));
  });

  it("has its own list of events read now", async () => {
    const answers = [
      () => problem(409, "payment_provider_disabled", "The payment provider is disabled."),
      () => {
        there = { ...there, sweep_asked_at: "2026-11-27T10:05:00Z" };
        return HttpResponse.json(there, { status: 202 });
      },
    ];
    server.use(http.post("*/api/v1/payment-providers/:provider/sweeps", () => answers.shift()?.()));
    const user = await signedIn("operator", address);
    await press(user, "Read its events now");
    expect(await screen.findByText("Its events are not read now")).toBeVisible();
    await press(user, "Read its events now");
    expect(await screen.findByText("Its list of events is read within seconds.")).toBeVisible();
    expect(await screen.findByText("Reading was asked for")).toBeVisible();
  });

  it("is only looked at by support, and is not there by another id", async () => {
    await signedIn("support", address);
    expect(await screen.findByRole("heading", { name: "Stripe, Europe", level: 1 })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Change" })).toBeNull();
    expect(screen.getByRole("link", { name: "What it has sent" })).toHaveAttribute(
      "href",
      `/app/provider-events?account=${account.id}`,
    );
  });

  it("that is not there says so", async () => {
    await signedIn("support", "/payment-providers/ppr_x");
    expect(await screen.findByText("There is no account with this id")).toBeVisible();
  });

  it("is sent with what makes sense", () => {
    const least = { ...emptyDraft, name: " Tests ", slug: "tests" };
    expect(wrongWith(least)).toEqual({});
    expect(toConnect(least)).toEqual({ slug: "tests", provider: "stripe", name: "Tests", live: false });
    expect(wrongWith({ ...least, slug: "Tests-" })).toHaveProperty("slug");
    expect(wrongWith({ ...least, key: "sk_live_x" })).toHaveProperty("key");
    expect(wrongWith({ ...least, key: "rk_live_x", live: true })).toEqual({});
    expect(wrongWith({ ...least, secret: "whsec_" })).toHaveProperty("secret");
    expect(toChange(draftOf(account))).toEqual({ name: "Stripe, Europe" });
    expect(toChange({ ...draftOf(account), key: ` ${key} ` })).toEqual({ name: "Stripe, Europe", api_key: key });
  });
});
