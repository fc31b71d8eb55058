import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, server, tenant } from "../../../test/server";
import { delivery, details, endpoint, failed, secret } from "../../../test/webhooks";
import type { Endpoint } from "./load";

interface Sent {
  call: string;
  inside: string | null;
  once: string | null;
  match: string | null;
  body: unknown;
}

const address = `/webhooks/${endpoint.id}`;
const failing = { failing_since: "2026-11-20T10:00:00Z", failures: 3 };

let there: Endpoint | undefined;
let asked: string[]; // which deliveries
let missed: number; // how often it was asked for when it was not there
let sent: Sent[];
let refusals: (() => Response)[];

beforeEach(() => {
  [there, asked, missed, sent, refusals] = [endpoint, [], 0, [], []];
  const note = async ({ request }: { request: Request }) => {
    const text = await request.text();
    const { pathname } = new URL(request.url);
    const below = pathname.split(endpoint.id)[1] ?? "";
    sent.push({
      call: `${request.method} ${below}`,
      inside: request.headers.get("Weir-Tenant"),
      once: request.headers.get("Idempotency-Key"),
      match: request.headers.get("If-Match"),
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    });
    const refused = refusals.shift()?.();
    if (refused) return refused;
    if (request.method === "DELETE") {
      there = undefined;
      return new HttpResponse(null, { status: 204 });
    }
    if (request.method === "PATCH") {
      const change = JSON.parse(text) as Partial<Endpoint>;
      const reason = change.enabled === false ? "person" : null;
      there = { ...endpoint, ...change, disabled_reason: reason, version: 4 };
      return HttpResponse.json(there);
    }
    if (below === "/secret-rotations") return HttpResponse.json({ ...endpoint, secret }, { status: 201 });
    if (below === "/resends") return HttpResponse.json({ count: 3 });
    if (below === "/tests") return HttpResponse.json({ event_id: "evt_1", message_id: "msg_1" }, { status: 202 });
    return HttpResponse.json({ ...delivery, state: "waiting" }, { status: 202 });
  };
  const one = "*/api/v1/webhook-endpoints/:endpoint";
  server.use(
    http.get("*/api/v1/webhook-endpoints", () => page(there ? [there] : [])),
    http.get(one, () => {
      if (there) return HttpResponse.json(there);
      ++missed;
      return problem(404, "webhook_endpoint_not_found", "There is none.");
    }),
    http.patch(one, note),
    http.delete(one, note),
    http.post(`${one}/secret-rotations`, note),
    http.post(`${one}/tests`, note),
    http.post(`${one}/resends`, note),
    http.post(`${one}/deliveries/:delivery/resends`, note),
    http.get(`${one}/deliveries/:delivery`, () => HttpResponse.json(details)),
    http.get(`${one}/deliveries`, ({ request }) => {
      const query = new URL(request.url).searchParams;
      asked.push(["state", "type", "cursor"].flatMap((name) => query.get(name) ?? []).join(" "));
      if (query.get("type") === "budget.deleted") return page([]);
      if (query.get("state") === "failed") return page([failed]);
      return query.has("cursor") ? page([failed]) : page([delivery], "more");
    }),
  );
});

const press = async (user: Awaited<ReturnType<typeof signedIn>>, name: string) =>
  user.click(await screen.findByRole("button", { name }));
const dialog = async () => within(await screen.findByRole("dialog"));

describe("a webhook endpoint", () => {
  it("is reached from the list, and shows how it stands", async () => {
    there = { ...endpoint, ...failing };
    const user = await signedIn("owner", "/webhooks");
    await user.click(await screen.findByRole("link", { name: endpoint.url }));
    expect(await screen.findByRole("heading", { name: "Bookkeeping", level: 1 })).toBeVisible();
    expect(screen.getByText("failing")).toBeVisible();
    expect(screen.getByText("3 in a row")).toBeVisible();
    expect(screen.getByText(/^Current, since/)).toBeVisible();
  });

  it("is read only to support", async () => {
    await signedIn("support", `/platform-webhooks/${endpoint.id}`);
    await rowOf("invoice.paid");
    expect(screen.queryByRole("button", { name: /^(Change|Rotate|Disable|Delete|Send)/ })).toBeNull();
  });

  it("that is not there says so", async () => {
    there = undefined;
    await signedIn("owner", address);
    expect(await screen.findByText("There is no endpoint with this id")).toBeVisible();
  });

  it("is changed, unless somebody else was first", async () => {
    const user = await signedIn("owner", address);
    await press(user, "Change");
    const form = await dialog();
    await user.click(form.getByLabelText("Invoices"));
    refusals = [() => problem(412, "precondition_failed", "No.")];
    await user.click(form.getByRole("button", { name: "Keep it" }));
    expect(await form.findByText(/It has changed meanwhile/)).toBeVisible();
    await user.click(form.getByRole("button", { name: "Keep it" }));
    expect(await screen.findByText("The endpoint is changed.")).toBeVisible();
    expect(sent[1]).toMatchObject({
      call: "PATCH ",
      match: '"3"',
      inside: tenant.id,
      body: { url: endpoint.url, description: "Bookkeeping", event_types: ["budget.threshold_crossed"] },
    });
  });

  it("is disabled when that is confirmed, and enabled again", async () => {
    const user = await signedIn("owner", address);
    await press(user, "Disable");
    await press(user, "Disable it");
    expect(await screen.findByText("The endpoint is disabled.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Send a test event" })).toBeNull();
    refusals = [() => problem(503, "database_unavailable", "Not now.")];
    await press(user, "Enable");
    expect(await screen.findByText("Not now.")).toBeVisible();
    await press(user, "Enable");
    expect(await screen.findByRole("button", { name: "Send a test event" })).toBeVisible();
    expect(sent.map(({ body, match }) => [body, match])).toEqual([
      [{ enabled: false }, '"3"'],
      [{ enabled: true }, '"4"'],
      [{ enabled: true }, '"4"'],
    ]);
  });

  it("gets another secret, once however often it is asked for", async () => {
    const user = await signedIn("owner", address);
    await press(user, "Rotate the secret");
    const form = await dialog();
    await user.selectOptions(form.getByLabelText(/^The old secret/), "One hour");
    refusals = [() => problem(503, "database_unavailable", "Not now.")];
    await user.click(form.getByRole("button", { name: "Make the new secret" }));
    expect(await form.findByText("Not now.")).toBeVisible();
    await user.click(form.getByRole("button", { name: "Make the new secret" }));
    expect(await screen.findByRole("region", { name: "Secret" })).toHaveTextContent(secret);
    expect(screen.getByText(/^For one hour the old secret/)).toBeVisible();
    expect(sent[1]?.body).toEqual({ overlap_seconds: 3600 });
    expect(sent[0]?.once).toBe(sent[1]?.once);
    await press(user, "I have stored it");
    await waitFor(() => expect(document.body).not.toHaveTextContent(secret));
  });

  it("is deleted, and the list is shown", async () => {
    const user = await signedIn("owner", address);
    await press(user, "Delete");
    await press(user, "Delete it");
    expect(await screen.findByText("There is no endpoint yet")).toBeVisible();
    expect(sent[0]).toMatchObject({ call: "DELETE ", match: '"3"' });
    expect(missed).toBe(0);
  });

  it("is asked for nothing while it is being deleted", async () => {
    let gone: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (gone = resolve));
    server.use(
      http.delete("*/api/v1/webhook-endpoints/:endpoint", async () => {
        await answered;
        there = undefined;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const user = await signedIn("owner", address);
    await rowOf("invoice.paid");
    await press(user, "Delete");
    await press(user, "Delete it");
    const before = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 5_500)); // longer than between two looks
    expect(asked).toHaveLength(before);
    gone();
    expect(await screen.findByText("There is no endpoint yet")).toBeVisible();
    expect(missed).toBe(0);
  }, 15_000);
});

describe("the signature", () => {
  it("is checked by code in five languages", async () => {
    const user = await signedIn("support", `/platform-webhooks/${endpoint.id}`);
    const language = await screen.findByLabelText("Language");
    expect(screen.getByRole("region", { name: "Python: check a request" })).toHaveTextContent("webhook.verify(");
    expect(
      within(language)
        .getAllByRole("option")
        .map(({ textContent }) => textContent),
    ).toEqual(["Python", "JavaScript", "Go", "Ruby", "PHP"]);
    for (const one of ["JavaScript", "Go", "Ruby", "PHP"]) {
      await user.selectOptions(language, one);
      expect(screen.getByRole("region", { name: `${one}: check a request` })).toHaveTextContent(/verify\(/i);
    }
  });
});

describe("the deliveries of an endpoint", () => {
  it("are listed page by page and by state", async () => {
    const user = await signedIn("owner", address);
    const first = await rowOf("invoice.paid");
    expect(first.getByText("delivered")).toBeVisible();
    expect(first.getByText("2, last 204")).toBeVisible();
    await press(user, "Load more");
    const second = await rowOf("budget.threshold_crossed");
    expect(second.getByText("all attempts failed")).toBeVisible();
    await user.selectOptions(screen.getByLabelText("Show"), "failed");
    await waitFor(() => expect(screen.queryByText("invoice.paid", { selector: "code" })).toBeNull());
    expect(asked).toEqual(expect.arrayContaining(["", "more", "failed"]));
  });

  it("are narrowed to one event, of those that a tenant is told of", async () => {
    const user = await signedIn("owner", address);
    await rowOf("invoice.paid");
    const event = screen.getByLabelText("Event");
    expect(within(event).getByRole("option", { name: "webhook_endpoint.tested" })).toBeInTheDocument();
    expect(within(event).queryByRole("option", { name: "login.failed" })).toBeNull();
    await user.selectOptions(event, "budget.deleted");
    expect(await screen.findByText("No delivery fits")).toBeVisible();
    await user.selectOptions(screen.getByLabelText("Show"), "failed");
    await user.selectOptions(event, "invoice.paid");
    await rowOf("all attempts failed");
    await user.selectOptions(screen.getByLabelText("Show"), "All");
    await user.selectOptions(event, "Every event");
    await rowOf("invoice.paid");
    expect(asked.filter((one) => one !== "")).toEqual(
      expect.arrayContaining(["budget.deleted", "failed budget.deleted", "failed invoice.paid", "invoice.paid"]),
    );
  });

  it("are shown with what was sent and what came of each attempt, and sent again", async () => {
    const user = await signedIn("owner", address);
    await press(user, `Details of ${delivery.message_id}`);
    const shown = await dialog();
    expect(await shown.findByRole("region", { name: "The body as it is sent" })).toHaveTextContent(details.body);
    const attempts = within(shown.getByRole("region", { name: "Attempts" }));
    expect(attempts.getByText("There was no answer in time.")).toBeVisible();
    expect(attempts.getByText("15000 ms")).toBeVisible();
    refusals = [() => problem(409, "webhook_endpoint_disabled", "It is disabled.")];
    await user.click(shown.getByRole("button", { name: "Send it again" }));
    expect(await shown.findByText("It is disabled.")).toBeVisible();
    await user.click(shown.getByRole("button", { name: "Send it again" }));
    expect(await screen.findByText("It is sent again.")).toBeVisible();
    expect(sent[1]).toMatchObject({ call: `POST /deliveries/${delivery.id}/resends`, inside: tenant.id });
  });

  it("that failed are sent again since a time", async () => {
    const user = await signedIn("owner", address);
    await press(user, "Send failed ones again");
    const form = await dialog();
    const since = form.getByLabelText(/^Made since/);
    await user.clear(since);
    await user.click(form.getByRole("button", { name: "Send them again" }));
    expect(form.getByText("A date and a time.")).toBeVisible();
    await user.type(since, "2026-11-20T10:00");
    await user.click(form.getByRole("button", { name: "Send them again" }));
    expect(await screen.findByText("3 are sent again.")).toBeVisible();
    expect(sent[0]).toMatchObject({ call: "POST /resends", body: { since: "2026-11-20T10:00:00Z" } });
  });

  it("begin with a test", async () => {
    const user = await signedIn("owner", address);
    refusals = [() => problem(409, "webhook_endpoint_disabled", "It is disabled.")];
    await press(user, "Send a test event");
    expect(await screen.findByText("It is disabled.")).toBeVisible();
    await press(user, "Send a test event");
    expect(await screen.findByText("A test event is on its way.")).toBeVisible();
    expect(sent.map(({ call }) => call)).toEqual(["POST /tests", "POST /tests"]);
  });
});
