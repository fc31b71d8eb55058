import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { signedIn } from "../../../test/person";
import { scale, starter, subscription } from "../../../test/plans";
import { page, problem, server, tenant } from "../../../test/server";
import type { Subscription } from "./load";

const support = { ...scale, code: "support", name: "Support", trial_days: 0, is_add_on: true };
const added: Subscription = {
  ...subscription,
  id: "sub_01ARZ3NDEKTSV4RRFFQ69G5FAW",
  plan: { code: "support", version: 2 },
  add_on_to: subscription.id,
};
const ended: Subscription = { ...subscription, id: "sub_01ARZ3NDEKTSV4RRFFQ69G5FAX", state: "canceled" };

let sent: unknown[];

beforeEach(() => {
  sent = [];
  server.use(
    http.get("*/api/v1/users", () => page([])),
    http.get("*/api/v1/plans", () => page([scale, starter, support])),
    http.get("*/api/v1/plans/:plan", ({ params }) =>
      HttpResponse.json([scale, support].find(({ code }) => code === params.plan)),
    ),
    http.get("*/api/v1/tenants/:tenant/subscriptions", () => page([subscription, added, ended])),
    http.post("*/subscriptions/preview", () => problem(409, "subscription_change_refused", "No.")),
    http.post("*/api/v1/tenants/:tenant/subscriptions", async ({ request }) => {
      sent.push(await request.json());
      return problem(409, "subscription_change_refused", "It is not there yet.");
    }),
  );
});

describe("an add-on", () => {
  it("says what it is added to", async () => {
    await signedIn("finance", `/tenants/${tenant.id}/subscriptions`);
    const card = within(await screen.findByRole("region", { name: /^Support, since/ }));
    expect(card.getByText("Added to")).toBeVisible();
    expect(card.getByText("scale, version 2")).toBeVisible();
  });

  it("is subscribed to beside another subscription that is there, and is no add-on", async () => {
    const user = await signedIn("finance", `/tenants/${tenant.id}/subscriptions`);
    await user.click((await screen.findAllByRole("button", { name: "Subscribe to a plan" }))[0] as HTMLElement);
    const form = within(await screen.findByRole("dialog"));
    await waitFor(() => expect(form.getByLabelText("Plan")).toHaveTextContent("Support (support)"));
    await user.selectOptions(form.getByLabelText("Plan"), "support");
    const base = await form.findByLabelText("Added to");
    expect(within(base).getAllByRole("option")).toHaveLength(2);
    await user.click(form.getByRole("button", { name: "Subscribe" }));
    expect(form.getByText("Choose what it is added to.")).toBeVisible();
    await user.selectOptions(base, subscription.id);
    await user.click(form.getByRole("button", { name: "Subscribe" }));
    expect(await form.findByText("It is not there yet.")).toBeVisible();
    expect(sent).toMatchObject([{ plan: "support", add_on_to: subscription.id }]);
    // What is no add-on is added to nothing.
    await user.selectOptions(form.getByLabelText("Plan"), "Scale (scale)");
    await waitFor(() => expect(form.queryByLabelText("Added to")).toBeNull());
  });
});
