import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { crossing, ofSpend, ofUsage } from "../../../test/budgets";
import { rowOf, signedIn } from "../../../test/person";
import { meter, page, problem, server, tenant } from "../../../test/server";
import { draftOf, emptyDraft, thresholdsIn, toSend, wrongWith } from "./draft";
import type { Budget } from "./load";
import { levelOf, scaleOf, standing } from "./words";

let there: Budget[];
let sent: {
  method: string;
  path: string;
  inside: string | null;
  once: string | null;
  match: string | null;
  body: unknown;
}[];
let refusals: (() => Response)[];

beforeEach(() => {
  [there, sent, refusals] = [[ofSpend, ofUsage], [], []];
  const note = async ({ request }: { request: Request }) => {
    const text = await request.text();
    sent.push({
      method: request.method,
      path: new URL(request.url).pathname,
      inside: request.headers.get("Weir-Tenant"),
      once: request.headers.get("Idempotency-Key"),
      match: request.headers.get("If-Match"),
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    });
    const refused = refusals.shift()?.();
    if (refused) return refused;
    if (request.method === "DELETE") {
      there = [ofUsage];
      return new HttpResponse(null, { status: 204 });
    }
    there = request.method === "POST" ? [ofSpend, ofUsage] : [{ ...ofSpend, name: "Less", version: 4 }, ofUsage];
    return HttpResponse.json(ofSpend, { status: request.method === "POST" ? 201 : 200 });
  };
  server.use(
    http.get("*/api/v1/meters", () => page([meter])),
    http.get("*/api/v1/tenants/:tenant/budgets", () => page(there)),
    http.post("*/api/v1/tenants/:tenant/budgets", note),
    http.put("*/api/v1/tenants/:tenant/budgets/:budget", note),
    http.delete("*/api/v1/tenants/:tenant/budgets/:budget", note),
    http.get("*/api/v1/tenants/:tenant/budgets/:budget/crossings", () =>
      page([
        { ...crossing, occurrence: 2 },
        { ...crossing, rearmed_at: "2026-11-20T10:00:00Z" },
      ]),
    ),
  );
});

const section = async (name: string) => within(await screen.findByRole("region", { name }));

describe("the budgets of a tenant", () => {
  it("are shown with what is used and which thresholds were crossed, read only to support", async () => {
    await signedIn("support", `/tenants/${tenant.id}/budgets`);
    const spend = await section("Monthly spend");
    expect(spend.getByText("€412.50 of €500.00")).toBeVisible();
    expect(spend.getByText("Spend in EUR, tax included")).toBeVisible();
    const bar = spend.getByRole("meter", { name: "Used of Monthly spend" });
    expect(bar).toHaveAttribute("aria-valuenow", "82");
    expect(bar).toHaveAttribute("aria-valuemax", "120");
    const thresholds = spend.getAllByRole("listitem").map(({ textContent }) => textContent);
    expect(thresholds).toEqual(["50%", "80% crossed Nov 23, 2026, 11:00 AM", "120%"]);
    const usage = await section("Tokens");
    expect(usage.getByText("– of 1,000,000")).toBeVisible();
    expect(usage.getByText("It is looked at within seconds.")).toBeVisible();
    expect(screen.queryByRole("button", { name: /^(New budget|Change|Delete)/ })).toBeNull();
  });

  it("are for those who may see what is billed", async () => {
    await signedIn("viewer", "/usage");
    expect(await screen.findByRole("link", { name: "Usage" })).toBeVisible();
    expect(screen.queryByRole("link", { name: "Budgets" })).toBeNull();
  });

  it("are made, once however often it is sent", async () => {
    there = [];
    const user = await signedIn("billing", "/budgets");
    expect(await screen.findByText("There is no budget yet")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "New budget" }));
    const form = within(await screen.findByRole("dialog"));
    await user.click(form.getByRole("button", { name: "Make it" }));
    expect(form.getByText("Give it a name.")).toBeVisible();
    await user.type(form.getByLabelText(/^Name/), "Tokens ");
    await user.selectOptions(form.getByLabelText("What it is about"), "usage");
    await user.selectOptions(await form.findByLabelText("Meter"), "tokens");
    await user.type(form.getByLabelText(/^Amount/), "1000000");
    await user.clear(form.getByLabelText(/^Thresholds/));
    await user.type(form.getByLabelText(/^Thresholds/), "100%, 50");
    refusals = [() => problem(409, "budget_name_taken", "Another budget of the tenant has this name.")];
    await user.click(form.getByRole("button", { name: "Make it" }));
    expect(await form.findByText("Nothing was kept")).toBeVisible();
    await user.click(form.getByRole("button", { name: "Make it" }));
    expect(await screen.findByText("Tokens is watched from now on.")).toBeVisible();
    expect(await section("Monthly spend")).toBeDefined();
    expect(sent[1]).toMatchObject({
      path: `/api/v1/tenants/${tenant.id}/budgets`,
      inside: tenant.id,
      body: { name: "Tokens", measures: "usage", meter: "tokens", amount: "1000000", thresholds: [100, 50] },
    });
    expect(sent[0]?.once).not.toBe(sent[1]?.once);
  });

  it("are changed by staff from outside, unless somebody else was first", async () => {
    const user = await signedIn("finance", `/tenants/${tenant.id}/budgets`);
    expect(await screen.findByRole("heading", { name: "Budgets of Acme", level: 1 })).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Change Monthly spend" }));
    const form = within(await screen.findByRole("dialog"));
    expect(form.queryByLabelText("What it is about")).toBeNull();
    await user.clear(form.getByLabelText(/^Name/));
    await user.type(form.getByLabelText(/^Name/), "Less");
    refusals = [() => problem(412, "precondition_failed", "No.")];
    await user.click(form.getByRole("button", { name: "Keep it" }));
    expect(await form.findByText(/Somebody else has changed it meanwhile/)).toBeVisible();
    await user.click(form.getByRole("button", { name: "Keep it" }));
    expect(await screen.findByText("Less is changed.")).toBeVisible();
    expect(sent[1]).toMatchObject({
      method: "PUT",
      inside: null,
      match: '"3"',
      body: { name: "Less", amount: "500.00", thresholds: [50, 80, 120] },
    });
  });

  it("are deleted when that is confirmed", async () => {
    const user = await signedIn("owner", "/budgets");
    await user.click(await screen.findByRole("button", { name: "Delete Monthly spend" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete it" }));
    expect(await screen.findByText("Monthly spend is deleted.")).toBeVisible();
    expect(sent[0]).toMatchObject({ method: "DELETE", path: `/api/v1/tenants/${tenant.id}/budgets/${ofSpend.id}` });
    expect(screen.queryByRole("region", { name: "Monthly spend" })).toBeNull();
  });

  it("have a history", async () => {
    const user = await signedIn("owner", "/budgets");
    await user.click(await screen.findByRole("button", { name: "History of Monthly spend" }));
    const again = await rowOf("80%, time 2 in the month");
    expect(again.getByText("€412.50 of €500.00")).toBeVisible();
    const first = await rowOf("80%");
    expect(first.getByText("Nov 20, 2026, 11:00 AM")).toBeVisible();
  });

  it("that cannot be loaded say so", async () => {
    server.use(http.get("*/api/v1/tenants/:tenant/budgets", () => problem(403, "forbidden", "Not now.")));
    await signedIn("owner", "/budgets");
    expect(await screen.findByText("The budgets could not be loaded")).toBeVisible();
  });
});

describe("a budget", () => {
  it("is calm, warned or over", () => {
    const at = (percent: number): Budget => ({ ...ofSpend, state: ofSpend.state && { ...ofSpend.state, percent } });
    expect(levelOf(ofUsage)).toBe("calm");
    expect([-1, 49, 50, 99, 100].map((percent) => levelOf(at(percent)))).toEqual([
      "calm",
      "calm",
      "warned",
      "warned",
      "over",
    ]);
  });

  it("has a bar as long as its highest threshold", () => {
    expect(scaleOf({ thresholds: [50] })).toBe(100);
    expect(scaleOf({ thresholds: [50, 150] })).toBe(150);
  });

  it("forgets a crossing that was armed again", () => {
    expect(standing(ofSpend, 80)).toBe(ofSpend.state?.crossings[0]);
    expect(standing(ofSpend, 50)).toBeUndefined();
    expect(standing(ofUsage, 100)).toBeUndefined();
  });

  it("is sent with what makes sense", () => {
    const right = { ...emptyDraft("EUR", ""), name: " Spend ", amount: "500" };
    expect(wrongWith(right)).toEqual({});
    expect(toSend(right)).toEqual({
      name: "Spend",
      measures: "spend",
      currency: "EUR",
      amount: "500",
      thresholds: [50, 80, 100],
    });
    const wrong = { ...right, name: " ", amount: "0.0", currency: "E", thresholds: "50 50" };
    expect(Object.keys(wrongWith(wrong))).toEqual(["name", "currency", "amount", "thresholds"]);
    expect(wrongWith({ ...right, measures: "usage" })).toEqual({ meter: "Choose a meter." });
    for (const thresholds of ["", "0", "1001", "1.5", "a", "1 2 3 4 5 6 7 8 9 10 11"])
      expect(wrongWith({ ...right, thresholds })).toHaveProperty("thresholds");
    expect(thresholdsIn("50%; 80,100")).toEqual([50, 80, 100]);
    expect(draftOf(ofSpend)).toMatchObject({ thresholds: "50, 80, 120", currency: "EUR", meter: "" });
  });
});
