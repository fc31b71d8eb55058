import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { calls, scale, starter } from "../../../test/plans";
import { meter, page, problem, server, tenant } from "../../../test/server";
import { monthBefore, monthWords, noteOf, type Simulated, tenantsIn, toAsk, totalWords, wrongWith } from "./simulation";

const amounts = { currency: "USD", current: "54.00", simulated: "64.00", difference: "10.00" };
const one: Simulated["tenants"][number] = {
  tenant_id: tenant.id,
  from: "2026-10-01T00:00:00Z",
  to: "2026-11-01T00:00:00Z",
  is_concerned: true,
  refused: null,
  amounts: [amounts],
};
const other = "ten_01ARZ3NDEKTSV4RRFFQ69G5FAW";
const simulated: Simulated = {
  is_preview: true,
  plan: { code: "scale", version: 2 },
  of_plan: "scale",
  month: "2026-10",
  months: 1,
  read_at: "2026-11-20T10:12:00Z",
  tenants: [one, { ...one, tenant_id: other, refused: { code: "plan_currency_missing", detail: "" }, amounts: [] }],
  totals: [amounts],
};

let sent: unknown[];
let answers: (() => Response)[];

beforeEach(() => {
  [sent, answers] = [[], []];
  server.use(
    http.get("*/api/v1/meters", () => page([meter, calls])),
    http.get("*/api/v1/plans", () => page([scale, starter])),
    http.get("*/api/v1/plans/:plan/versions", () => page([scale])),
    http.get("*/api/v1/plans/:plan", () => HttpResponse.json(scale, { headers: { ETag: '"7"' } })),
    http.get("*/api/v1/tenants/:tenant", ({ params }) =>
      HttpResponse.json(params.tenant === other ? { ...tenant, id: other, name: "Globex" } : tenant),
    ),
    http.post("*/api/v1/price-simulations", async ({ request }) => {
      sent.push(await request.json());
      return answers.shift()?.() ?? HttpResponse.json(simulated);
    }),
  );
});

describe("a plan that is tried on past usage", () => {
  it("tells what it would have charged, tenant by tenant", async () => {
    const user = await signedIn("operator", `/plans/${scale.id}?version=2`);
    await user.click(await screen.findByRole("link", { name: "Simulate" }));
    expect(await screen.findByRole("heading", { name: "Simulate Scale", level: 1 })).toBeVisible();
    const form = within(screen.getByRole("form", { name: "Try it on past usage" }));
    expect(form.getByLabelText(/^First month/)).toHaveValue(monthBefore());
    await waitFor(() => expect(form.getByLabelText("In place of")).toHaveTextContent("starter"));
    expect(form.getByLabelText("In place of")).toHaveValue("scale");
    await user.click(form.getByRole("button", { name: "Simulate" }));
    const told = `Over October 2026 it would have charged $64.00 instead of $54.00 for 1 tenant: +$10.00.`;
    expect(await screen.findByText(told)).toBeVisible();
    expect(screen.getByText("preview")).toBeVisible();
    expect((await rowOf("Acme")).getByText("+$10.00")).toBeVisible();
    expect((await rowOf("Globex")).getByText(/Cannot have it: The plan has no price in the currency/)).toBeVisible();
    expect(sent).toEqual([{ plan: "scale", plan_version: 2, of_plan: "scale", month: monthBefore(), months: 1 }]);

    // What is shown is of what was asked, and says so.
    await user.selectOptions(form.getByLabelText("Months"), "3");
    expect(screen.getByText("Something was changed since: simulate it again.")).toBeVisible();
    await user.selectOptions(form.getByLabelText("In place of"), "every plan");
    await user.click(form.getByRole("button", { name: "Simulate" }));
    expect(form.getByText("Name tenants, or the plan that theirs is.")).toBeVisible();
    answers = [
      () =>
        HttpResponse.json(
          { code: "tenant_not_found", detail: "No.", errors: [{ pointer: "/tenants/1", detail: "There is none." }] },
          { status: 404 },
        ),
    ];
    await user.type(form.getByLabelText(/^Tenants/), "acme\nnobody");
    await user.click(form.getByRole("button", { name: "Simulate" }));
    expect(await form.findByText("There is none.")).toBeVisible();
    expect(form.getByText("Nothing was simulated")).toBeVisible();
    expect(screen.queryByText(told)).toBeNull();
    expect(sent[1]).toMatchObject({ tenants: ["acme", "nobody"], months: 3 });
  });

  it("may be a draft in the editor, which is not sent by it", async () => {
    const user = await signedIn("finance", `/plans/${scale.id}/new-version`);
    const form = within(await screen.findByRole("form", { name: "Try it on past usage" }));
    await user.click(form.getByRole("button", { name: "Simulate" }));
    expect(await screen.findByText(/^Over October 2026/)).toBeVisible();
    expect(sent[0]).toMatchObject({ of_plan: "scale", draft: { code: "scale", interval_months: 12 } });
    expect(sent[0]).not.toHaveProperty("plan");
    const price = within(screen.getByRole("region", { name: "Price 1" }));
    await user.clear(price.getByLabelText(/^Fee/));
    expect(form.getByRole("button", { name: "Simulate" })).toBeDisabled();
    expect(form.getByText("It can be tried once everything is filled in.")).toBeVisible();
  });

  it("is nothing for support", async () => {
    await signedIn("support", `/plans/${scale.id}`);
    expect(await screen.findByRole("heading", { name: "Scale", level: 1 })).toBeVisible();
    expect(screen.queryByRole("link", { name: "Simulate" })).toBeNull();
  });

  it("that cannot be loaded says so", async () => {
    server.use(http.get("*/api/v1/plans/:plan", () => problem(404, "plan_not_found", "There is no such plan.")));
    await signedIn("finance", "/plans/nothing/simulate");
    expect(await screen.findByText("There is no such plan.")).toBeVisible();
  });
});

describe("a simulation", () => {
  const question = { ofPlan: "scale", tenants: " acme \n\nacme\nglobex", month: "2026-10", months: "2" };
  it("asks for tenants, a plan, or both", () => {
    expect(tenantsIn(question.tenants)).toEqual(["acme", "globex"]);
    expect(toAsk({ plan: "starter", plan_version: 1 }, question)).toEqual({
      plan: "starter",
      plan_version: 1,
      of_plan: "scale",
      tenants: ["acme", "globex"],
      month: "2026-10",
      months: 2,
    });
    expect(wrongWith(question)).toEqual({});
    expect(Object.keys(wrongWith({ ...question, ofPlan: "", tenants: " ", month: "2026-13" }))).toEqual([
      "month",
      "tenants",
    ]);
    const many = Array.from({ length: 101 }, (_, index) => `t${index}`).join("\n");
    expect(wrongWith({ ...question, tenants: many })).toEqual({ tenants: "At most 100 at once." });
  });

  it("is told in words", () => {
    expect(monthBefore(Date.parse("2026-01-31T10:00:00Z"))).toBe("2025-12");
    expect(monthWords("2026-11", 3, "en")).toBe("November 2026 to January 2027");
    expect(totalWords({ ...simulated, months: 2 }, { ...amounts, difference: "-1.00" })).toMatch(
      /^Over October 2026 to November 2026 .*: -\$1.00\.$/,
    );
    expect(noteOf({ ...one, is_concerned: false })).toBe("Had no plan that it takes the place of.");
    expect(noteOf({ ...one, refused: { code: "other", detail: "why" } })).toBe("Cannot have it: other why");
  });
});
