import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { everythingStored, page, problem, server, tenant } from "../../../test/server";
import { endpoint, secret } from "../../../test/webhooks";
import { draftOf, emptyDraft, eventTypesOf, toSend, wrongWith } from "./draft";
import type { Endpoint } from "./load";
import { aboutState, stateOf } from "./words";

interface Sent {
  method: string;
  inside: string | null;
  once: string | null;
  match: string | null;
  body: unknown;
}

let there: Endpoint[];
let asked: (string | null)[]; // as whose the list was asked for
let sent: Sent[];
let refusals: (() => Response)[];

beforeEach(() => {
  [there, asked, sent, refusals] = [[endpoint], [], [], []];
  const note = async ({ request }: { request: Request }) => {
    const text = await request.text();
    sent.push({
      method: request.method,
      inside: request.headers.get("Weir-Tenant"),
      once: request.headers.get("Idempotency-Key"),
      match: request.headers.get("If-Match"),
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    });
    const refused = refusals.shift()?.();
    if (refused) return refused;
    there = request.method === "POST" ? [endpoint] : [];
    if (request.method === "DELETE") return new HttpResponse(null, { status: 204 });
    return HttpResponse.json({ ...endpoint, secret }, { status: 201 });
  };
  server.use(
    http.get("*/api/v1/webhook-endpoints", ({ request }) => {
      asked.push(request.headers.get("Weir-Tenant"));
      return page(there);
    }),
    http.post("*/api/v1/webhook-endpoints", note),
    http.delete("*/api/v1/webhook-endpoints/:endpoint", note),
  );
});

describe("webhook endpoints", () => {
  it("are shown with what they are told of and how they stand", async () => {
    const other = { ...endpoint, id: "whe_01ARZ3NDEKTSV4RRFFQ69G5FAW", url: "https://b.example.com", description: "" };
    there = [
      endpoint,
      { ...other, event_types: ["*"], enabled: false, disabled_reason: "gone", disabled_at: "2026-11-21T10:00:00Z" },
    ];
    await signedIn("admin", "/webhooks");
    const first = await rowOf("https://hooks.example.com/weir");
    expect(first.getByText("Bookkeeping")).toBeVisible();
    expect(first.getByText("invoice.*")).toBeVisible();
    expect(first.getByText("enabled")).toBeVisible();
    const second = await rowOf("https://b.example.com");
    expect(second.getByText("everything")).toBeVisible();
    expect(second.getByText("it answered that it is gone")).toBeVisible();
    expect(asked).toEqual([tenant.id]);
  });

  it("are for owners and admins", async () => {
    await signedIn("billing", "/webhooks");
    expect(await screen.findByText(/owners and admins may see this/)).toBeVisible();
    expect(screen.queryByRole("link", { name: "Webhooks" })).toBeNull();
    expect(asked).toEqual([]);
  });

  it("of the platform are read only to support, who enter no tenant", async () => {
    await signedIn("support", "/platform-webhooks");
    await rowOf("https://hooks.example.com/weir");
    expect(screen.getByRole("heading", { name: "Platform webhooks", level: 1 })).toBeVisible();
    expect(screen.queryByRole("button", { name: /^(New endpoint|Delete)/ })).toBeNull();
    expect(asked).toEqual([null]);
  });

  it("of the platform are for its staff", async () => {
    await signedIn("owner", "/platform-webhooks");
    expect(await screen.findByText("There is no such page")).toBeVisible();
    expect(asked).toEqual([]);
  });

  it("are made, with a secret that is shown once and kept nowhere", async () => {
    there = [];
    const user = await signedIn("owner", "/webhooks");
    expect(await screen.findByText("There is no endpoint yet")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "New endpoint" }));
    const form = within(await screen.findByRole("dialog"));
    await user.click(form.getByRole("button", { name: "Make it" }));
    expect(form.getByText("An address that begins with https://")).toBeVisible();
    await user.type(form.getByLabelText(/^URL/), "https://hooks.example.com/weir");
    await user.type(form.getByLabelText(/^Description/), "Bookkeeping");
    await user.selectOptions(form.getByLabelText("What it is told of"), "some");
    await user.click(form.getByRole("button", { name: "Make it" }));
    expect(form.getByText(/Choose one at least/)).toBeVisible();
    await user.click(form.getByLabelText("Invoices"));
    expect(form.queryByLabelText("Sellers")).toBeNull();
    await user.type(form.getByLabelText(/^Single types/), "budget.threshold_crossed");
    refusals = [
      () =>
        HttpResponse.json(
          { code: "x", detail: "No.", errors: [{ pointer: "/url", detail: "It is not reachable." }] },
          { status: 422 },
        ),
      () => problem(503, "database_unavailable", "Not now."),
    ];
    await user.click(form.getByRole("button", { name: "Make it" }));
    expect(await form.findByText("It is not reachable.")).toBeVisible();
    await user.click(form.getByRole("button", { name: "Make it" }));
    expect(await form.findByText("Not now.")).toBeVisible();
    await user.click(form.getByRole("button", { name: "Make it" }));
    expect(await screen.findByRole("region", { name: "Secret" })).toHaveTextContent(secret);
    expect(sent[2]?.body).toEqual({
      url: "https://hooks.example.com/weir",
      description: "Bookkeeping",
      event_types: ["invoice.*", "budget.threshold_crossed"],
    });
    expect(sent[2]?.inside).toBe(tenant.id);
    expect(sent[0]?.once).not.toBe(sent[1]?.once);
    expect(sent[1]?.once).toBe(sent[2]?.once);
    await user.keyboard("{Escape}");
    await user.click(screen.getByRole("button", { name: "I have stored it" }));
    await waitFor(() => expect(document.body).not.toHaveTextContent(secret));
    expect(everythingStored()).not.toContain(secret);
    await rowOf("https://hooks.example.com/weir");
  });

  it("that were made by an answer that was lost have no secret to show", async () => {
    const user = await signedIn("owner", "/webhooks");
    await user.click(await screen.findByRole("button", { name: "New endpoint" }));
    const form = within(await screen.findByRole("dialog"));
    await user.type(form.getByLabelText(/^URL/), "https://hooks.example.com/weir");
    refusals = [() => HttpResponse.json(endpoint, { status: 201 })];
    await user.click(form.getByRole("button", { name: "Make it" }));
    expect(await form.findByText(/its secret is not shown again/)).toBeVisible();
  });

  it("are deleted when that is confirmed, unless somebody else was first", async () => {
    const user = await signedIn("owner", "/webhooks");
    await user.click(await screen.findByRole("button", { name: "Delete https://hooks.example.com/weir" }));
    const question = within(await screen.findByRole("alertdialog"));
    refusals = [() => problem(412, "precondition_failed", "No.")];
    await user.click(question.getByRole("button", { name: "Delete it" }));
    expect(await question.findByText(/It has changed meanwhile/)).toBeVisible();
    await user.click(question.getByRole("button", { name: "Delete it" }));
    expect(await screen.findByText("The endpoint is deleted.")).toBeVisible();
    expect(sent[1]).toMatchObject({ method: "DELETE", match: '"3"', inside: tenant.id });
    expect(await screen.findByText("There is no endpoint yet")).toBeVisible();
  });
});

describe("an endpoint", () => {
  const now = Date.parse("2026-11-20T10:00:00Z");

  it("is disabled, paused, failing or enabled", () => {
    const at = (part: Partial<Endpoint>) => stateOf({ ...endpoint, ...part }, now);
    expect(at({})).toEqual({ is: "enabled" });
    const failing = { failing_since: "2026-11-19T10:00:00Z", paused_until: "2026-11-20T10:00:01Z" };
    expect(at({ ...failing, enabled: false, disabled_reason: "failing" })).toEqual({ is: "disabled", why: "failing" });
    expect(at(failing)).toEqual({ is: "paused", until: failing.paused_until });
    expect(at({ ...failing, paused_until: "2026-11-20T10:00:00Z" })).toEqual({
      is: "failing",
      since: failing.failing_since,
    });
    expect(aboutState({ is: "enabled" })).toBe("");
    expect(aboutState({ is: "failing", since: failing.failing_since })).toMatch(/^since Nov 19, 2026/);
  });

  it("is sent with what makes sense", () => {
    const right = { ...emptyDraft, url: " https://a.example.com " };
    expect(wrongWith(right)).toEqual({});
    expect(toSend(right)).toEqual({ url: "https://a.example.com", description: "", event_types: ["*"] });
    expect(wrongWith({ ...right, url: "a.example.com" })).toHaveProperty("url");
    const some = { ...right, everything: false };
    expect(wrongWith(some)).toHaveProperty("families");
    expect(wrongWith({ ...some, types: "Invoice.paid" }).types).toMatch(/^Invoice.paid is no type/);
    expect(wrongWith({ ...some, types: "a, b\nc" })).toEqual({});
    const many = Array.from({ length: 51 }, (_, place) => "a".repeat(place + 1)).join(" ");
    expect(wrongWith({ ...some, types: many })).toHaveProperty("types");
  });

  it("has the types that it had when nothing is changed", () => {
    for (const event_types of [["*"], ["invoice.*", "invoice.paid", "usage.*"], ["billing.released"]])
      expect(eventTypesOf(draftOf({ ...endpoint, event_types })).sort()).toEqual(event_types.sort());
  });
});
