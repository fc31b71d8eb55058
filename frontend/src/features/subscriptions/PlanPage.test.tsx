import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { signedIn } from "../../../test/person";
import { calls, scale, subscription } from "../../../test/plans";
import { page, problem, server, tenant } from "../../../test/server";
import type { Subscription } from "./load";

let there: Subscription[];
let asked: string[];

beforeEach(() => {
  there = [
    { ...subscription, id: "sub_01ARZ3NDEKTSV4RRFFQ69G5FAW", state: "canceled", canceled_at: "2026-10-31T23:00:00Z" },
    subscription,
  ];
  asked = [];
  server.use(
    http.get("*/api/v1/meters", () => page([calls])),
    http.get("*/api/v1/tenants/:tenant/subscriptions", ({ request }) =>
      request.headers.get("Weir-Tenant") === tenant.id ? page(there) : problem(404, "tenant_not_found", "No."),
    ),
    http.get("*/api/v1/plans/:plan", ({ request }) => {
      asked.push(`${request.url.split("/v1")[1] ?? ""} ${request.headers.get("Weir-Tenant") ?? "platform"}`);
      return HttpResponse.json(scale);
    }),
  );
});

describe("the plan of a tenant", () => {
  it.each(["owner", "billing"] as const)("is told to its %s in words, and read only", async (role) => {
    const user = await signedIn(role, "/");
    await user.click(await screen.findByRole("link", { name: "Plan" }));
    const plan = within(await screen.findByRole("region", { name: "scale" }));
    expect(plan.getByText("You have scale.")).toBeVisible();
    expect(plan.getByText(/^The current period is from Nov 1, 2026/)).toBeVisible();
    expect(plan.getByText(/What it costs, the company that runs this server can tell/)).toBeVisible();
    expect(within(plan.getByRole("list", { name: "Changes" })).getAllByRole("listitem")).toHaveLength(1);
    expect(within(screen.getByRole("main")).queryAllByRole("button")).toEqual([]);
    expect(screen.getByText(/^It had scale, version 2 from/)).toBeVisible();
    expect(asked).toEqual([]);
  });

  it("has its prices for who may read them, asked of the platform", async () => {
    const user = await signedIn("operator", `/plan?tenant=${tenant.key}`);
    await user.click(await screen.findByRole("button", { name: "Open as staff" }));
    const plan = within(await screen.findByRole("region", { name: "Scale" }));
    expect(await plan.findByText("$1,200.00 a year, in advance")).toBeVisible();
    expect(plan.getAllByText("Calls (calls)").length).toBeGreaterThan(0);
    expect(asked).toEqual(["/plans/scale?version=2 platform"]);
    expect(screen.getByRole("link", { name: "Change it as staff" })).toHaveAttribute(
      "href",
      `/app/tenants/${tenant.id}/subscriptions?tenant=acme`,
    );
  });

  it("says that there is none", async () => {
    there = [];
    await signedIn("admin", "/plan");
    expect(await screen.findByText("There is no plan now")).toBeVisible();
  });

  it("is nothing for a viewer", async () => {
    await signedIn("viewer", "/plan");
    expect(await screen.findByText(/owners, admins and billing may see this/)).toBeVisible();
    expect(screen.queryByRole("link", { name: "Plan" })).toBeNull();
  });
});
