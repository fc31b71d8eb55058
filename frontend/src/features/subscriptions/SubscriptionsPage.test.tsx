import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { scale, starter, subscription } from "../../../test/plans";
import { page, problem, requestId, server, tenant } from "../../../test/server";
import type { Command } from "../../api/command";
import type { Change, Subscription } from "./load";

const address = `/tenants/${tenant.id}/subscriptions`;
const later = (hours: number) => new Date(Math.floor(Date.now() / 3_600_000 + hours) * 3_600_000).toISOString();
const ending: Change = {
  sequence: 2,
  kind: "cancel",
  at: later(48),
  is_scheduled: true,
  made_by: "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  created_at: "2026-11-20T10:00:00Z",
};

let there: Subscription[];
let sent: { path: string; prefer: string | null; once: string | null; inside: string | null; body: unknown }[];
let answers: (() => Response)[];

function done(resource: Subscription, status = 200): Response {
  const command: Command = {
    id: "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    type: "weir.subscription.change.v1",
    status: "succeeded",
    resource: resource,
    problem: null,
    job: null,
    issued_at: "2026-11-20T10:00:00Z",
    finished_at: "2026-11-20T10:00:01Z",
  };
  return HttpResponse.json(command, { status });
}

beforeEach(() => {
  there = [subscription];
  sent = [];
  answers = [];
  const command = async ({ request }: { request: Request }) => {
    sent.push({
      path: `${request.method} ${new URL(request.url).pathname}`,
      prefer: request.headers.get("Prefer"),
      once: request.headers.get("Idempotency-Key"),
      inside: request.headers.get("Weir-Tenant"),
      body: request.method === "DELETE" ? undefined : await request.json(),
    });
    return answers.shift()?.() ?? problem(500, "unexpected", "No.");
  };
  server.use(
    http.get("*/api/v1/users", () => page([])),
    http.get("*/api/v1/plans", () => page([scale, starter, { ...starter, code: "past", state: "archived" }])),
    http.get("*/api/v1/plans/:plan", ({ params }) => HttpResponse.json(params.plan === "scale" ? scale : starter)),
    http.get("*/api/v1/tenants/:tenant/subscriptions", () => page(there)),
    http.post("*/api/v1/tenants/:tenant/subscriptions", command),
    http.post("*/subscriptions/preview", () => problem(409, "subscription_change_refused", "No.")),
    http.post("*/changes/preview", () => problem(409, "subscription_change_refused", "No.")),
    http.post("*/api/v1/subscriptions/:subscription/changes", command),
    http.delete("*/api/v1/subscriptions/:subscription/changes/:sequence", command),
  );
});

const dialog = async () => within(await screen.findByRole("dialog"));
const closed = () => waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

describe("the subscriptions of a tenant", () => {
  it("are where its list leads, without entering it", async () => {
    there = [{ ...subscription, changes: [...subscription.changes, ending], canceled_at: ending.at }];
    const user = await signedIn("operator", "/tenants");
    await user.click((await rowOf("Acme")).getByRole("link", { name: "Subscriptions of Acme" }));
    expect(await screen.findByRole("heading", { name: "Subscriptions of Acme", level: 1 })).toBeVisible();
    const card = within(await screen.findByRole("region", { name: /^Scale, since/ }));
    expect(card.getByText("active")).toBeVisible();
    const changes = within(card.getByRole("list", { name: "Changes" })).getAllByRole("listitem");
    expect(changes.map((one) => one.textContent)).toEqual([
      expect.stringMatching(/^Began with scale, version 2.*nothing is charged until/),
      expect.stringMatching(/^Ends/),
    ]);
    expect(card.getByRole("link", { name: "Prices of scale, version 2" })).toHaveAttribute(
      "href",
      "/app/plans/scale?version=2",
    );
    expect(card.queryByRole("button", { name: "End: Scale" })).toBeNull();
  });

  it("begin with a plan, at the tenant's hour and in its currency", async () => {
    there = [];
    const user = await signedIn("finance", address);
    await user.click((await screen.findAllByRole("button", { name: "Subscribe to a plan" }))[0] as HTMLElement);
    const form = await dialog();
    await user.click(form.getByRole("button", { name: "Subscribe" }));
    expect(form.getByText("Choose the plan.")).toBeVisible();
    await waitFor(() => expect(form.getByLabelText("Plan")).toHaveTextContent("Scale (scale)"));
    expect(form.getByLabelText("Plan")).not.toHaveTextContent("past");
    await user.selectOptions(form.getByLabelText("Plan"), "starter");
    await waitFor(() => expect(form.getByLabelText("Currency")).toHaveValue("EUR"));
    await user.selectOptions(form.getByLabelText("Plan"), "Scale (scale)");
    expect(await form.findByText(/has prices in USD only; the currency of Acme is EUR/)).toBeVisible();
    await user.selectOptions(form.getByLabelText("Version"), "1");
    await user.click(await form.findByLabelText("With its trial of 14 days"));
    await user.click(form.getByLabelText(/^At a date/));
    await user.click(form.getByRole("button", { name: "Subscribe" }));
    expect(await form.findByText("Choose a date and a time.")).toBeVisible();
    const at = `${later(24).slice(0, 13)}:00`;
    await user.type(form.getByLabelText(/^Date and time \(Europe\/Berlin\)/), at);
    answers = [
      () => problem(409, "subscription_overlaps", "calls is measured by sub_x"),
      () => {
        there = [{ ...subscription, state: "pending" }];
        return done(subscription, 201);
      },
    ];
    await user.click(form.getByRole("button", { name: "Subscribe" }));
    expect(await form.findByText("calls is measured by sub_x")).toBeVisible();
    expect(form.getByText(requestId)).toBeVisible();
    await user.click(form.getByRole("button", { name: "Subscribe" }));
    expect(await screen.findByText("Acme is subscribed to Scale.")).toBeVisible();
    await closed();
    expect(screen.getByText("begins later")).toBeVisible();
    const [first, second] = sent;
    expect(first).toMatchObject({
      path: `POST /api/v1/tenants/${tenant.id}/subscriptions`,
      prefer: "wait=8",
      inside: null,
      body: { plan: "scale", plan_version: 1, currency: "USD", trial: false },
    });
    expect((first?.body as { at: string }).at).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:00:00Z$/);
    // What was refused is another request, although it says the same.
    expect(second?.body).toEqual(first?.body);
    expect(second?.once).not.toBe(first?.once);
  });

  it("are changed now, at the end of the period or at a date", async () => {
    const user = await signedIn("operator", address);
    await user.click(await screen.findByRole("button", { name: "Change plan: Scale" }));
    let form = await dialog();
    await waitFor(() => expect(form.getByLabelText("Plan")).toHaveTextContent("starter"));
    await user.selectOptions(form.getByLabelText("Plan"), "starter");
    answers = [() => done(subscription), () => done(subscription), () => done(subscription)];
    await user.click(form.getByRole("button", { name: "Change plan" }));
    expect(await screen.findByText("The plan is changed.")).toBeVisible();
    await closed();

    await user.click(screen.getByRole("button", { name: "Pause: Scale" }));
    form = await dialog();
    expect(form.getByText("Fees rest until it is resumed. Usage is not charged either.")).toBeVisible();
    await user.click(form.getByLabelText(/^At the end of the period/));
    await user.click(form.getByRole("button", { name: "Pause" }));
    expect(await screen.findByText("The change is dated.")).toBeVisible();
    await closed();

    // Ending waits for the end of what is paid, unless it is said otherwise.
    await user.click(screen.getByRole("button", { name: "End: Scale" }));
    form = await dialog();
    expect(form.getByLabelText(/^At the end of the period/)).toBeChecked();
    await user.click(form.getByRole("button", { name: "End" }));
    await closed();
    const path = `POST /api/v1/subscriptions/${subscription.id}/changes`;
    expect(sent.map((one) => [one.path, one.body])).toEqual([
      [path, { change: "change_plan", plan: "starter" }],
      [path, { change: "pause", when: "period_end" }],
      [path, { change: "cancel", when: "period_end" }],
    ]);
  });

  it("have changes that are taken back before they come", async () => {
    there = [{ ...subscription, changes: [...subscription.changes, ending], canceled_at: ending.at }];
    const user = await signedIn("operator", address);
    await user.click(await screen.findByRole("button", { name: "Take back: Ends" }));
    const question = within(await screen.findByRole("alertdialog"));
    answers = [
      () => problem(404, "subscription_change_not_found", "There is no such change, or it has taken effect."),
      () => {
        there = [subscription];
        return done(subscription);
      },
    ];
    await user.click(question.getByRole("button", { name: "Take it back" }));
    expect(await question.findByText(/or it has taken effect/)).toBeVisible();
    await user.click(question.getByRole("button", { name: "Take it back" }));
    expect(await screen.findByText("The change is taken back.")).toBeVisible();
    await waitFor(() => expect(screen.queryByRole("button", { name: "Take back: Ends" })).toBeNull());
    expect(sent[1]?.path).toBe(`DELETE /api/v1/subscriptions/${subscription.id}/changes/2`);
  });

  it("that are paused are resumed, those that ended are only looked at", async () => {
    there = [
      { ...subscription, state: "paused" },
      {
        ...subscription,
        id: "sub_01ARZ3NDEKTSV4RRFFQ69G5FAW",
        plan: { code: "starter", version: 1 },
        state: "canceled",
      },
    ];
    answers = [() => done(subscription)];
    const user = await signedIn("operator", address);
    const over = within(await screen.findByRole("region", { name: /^starter, since/ }));
    expect(over.getByText("ended")).toBeVisible();
    expect(over.queryByRole("button")).toHaveAccessibleName(/^Copy/);
    await user.click(screen.getByRole("button", { name: "Resume: Scale" }));
    await user.click((await dialog()).getByRole("button", { name: "Resume" }));
    expect(await screen.findByText("It goes on.")).toBeVisible();
    expect(sent[0]?.body).toEqual({ change: "resume" });
  });

  it("are read by support, who changes nothing", async () => {
    await signedIn("support", address);
    await screen.findByRole("region", { name: /^Scale, since/ });
    expect(screen.queryByRole("button", { name: /^(End|Pause|Change plan)/ })).toBeNull();
    expect(screen.queryByRole("button", { name: "Subscribe to a plan" })).toBeNull();
  });

  it("that cannot be loaded say so", async () => {
    server.use(http.get("*/api/v1/tenants/:tenant/subscriptions", () => problem(403, "forbidden", "Not now.")));
    await signedIn("support", address);
    expect(await screen.findByText("The subscriptions could not be loaded")).toBeVisible();
  });
});
