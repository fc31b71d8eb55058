import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { calls, scale, starter } from "../../../test/plans";
import { meter, page, problem, requestId, server } from "../../../test/server";
import type { Plan } from "./load";

const old: Plan = { ...scale, version: 1, name: "Scale of old", created_at: "2026-10-01T10:00:00Z" };

/** All that there are; what is written is told. */
function serve(...plans: Plan[]) {
  const written: { what: string; once: string | null; match: string | null; body: unknown }[] = [];
  const find = (which: unknown, version: string | null) =>
    plans.find(
      ({ id, code, version: number, latest_version }) =>
        [id, code].includes(which as string) && number === parseInt(version ?? `${latest_version}`, 10),
    );
  const note = async (request: Request, what: string) => {
    written.push({
      what,
      once: request.headers.get("Idempotency-Key"),
      match: request.headers.get("If-Match"),
      body: request.method === "DELETE" ? undefined : await request.json(),
    });
  };
  server.use(
    http.get("*/api/v1/meters", () => page([meter, calls])),
    http.get("*/api/v1/plans", () => page(plans.filter(({ version, latest_version }) => version === latest_version))),
    http.get("*/api/v1/plans/:plan/versions", () => page([scale, old])),
    http.get("*/api/v1/plans/:plan", ({ params, request }) => {
      const found = find(params.plan, new URL(request.url).searchParams.get("version"));
      return found
        ? HttpResponse.json(found, { headers: { ETag: '"7"' } })
        : problem(404, "plan_not_found", "There is no such plan, or no such version of it.");
    }),
    http.post("*/api/v1/plans", async ({ request }) => {
      await note(request, "plan");
      plans.push(starter);
      return HttpResponse.json(starter, { status: 201 });
    }),
    http.post("*/api/v1/plans/:plan/versions", async ({ request, params }) => {
      await note(request, `version of ${params.plan as string}`);
      return HttpResponse.json({ ...scale, version: 3, latest_version: 3 }, { status: 201 });
    }),
    http.delete("*/api/v1/plans/:plan", async ({ request, params }) => {
      await note(request, `archived ${params.plan as string}`);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return written;
}

const priceCard = (number: number) => within(screen.getByRole("region", { name: `Price ${number}` }));

const terms = () => within(screen.getByRole("region", { name: "Terms" }));

describe("plans", () => {
  it("are listed, shown in a version as customers read them, and archived when the code was typed", async () => {
    const written = serve(scale, old, { ...starter, state: "archived" });
    const user = await signedIn("operator", "/");
    await user.click(await screen.findByRole("link", { name: "Plans" }));
    expect((await rowOf("starter")).getByText("archived")).toBeVisible();
    const row = await rowOf("Scale");
    expect(row.getByText("each year")).toBeVisible();
    await user.click(row.getByRole("link", { name: "Scale" }));
    expect(await screen.findByText("Version 2 of 2.")).toBeVisible();
    expect(screen.getByText("14 days")).toBeVisible();
    const prices = within(screen.getByRole("region", { name: "Table of prices in USD" }));
    const calling = within(prices.getByText("Calls in Europe").closest("tr") as HTMLElement);
    expect(calling.getByText("Calls (calls)")).toBeVisible();
    expect(calling.getByText("only cached false; region eu or true")).toBeVisible();
    expect(prices.getByText("beyond 1,000,000: $0.0002 each, and $5.00 once")).toBeVisible();
    expect(screen.getByText("What is metered costs at least $100.00 a month, all of it together.")).toBeVisible();

    await user.selectOptions(screen.getByLabelText("Version"), "1");
    expect(await screen.findByRole("heading", { name: "Scale of old", level: 1 })).toBeVisible();
    expect(window.location.search).toBe("?version=1");

    await user.click(screen.getByRole("button", { name: "Archive" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    const act = dialog.getByRole("button", { name: "Archive" });
    expect(act).toBeDisabled();
    await user.type(dialog.getByLabelText(/^Type scale/), "scale");
    await user.click(act);
    expect(await screen.findByText("Scale of old is archived.")).toBeVisible();
    expect(written).toMatchObject([{ what: `archived ${scale.id}`, match: '"7"' }]);
  });

  it("are only looked at by support, and by nobody else", async () => {
    serve(scale);
    await signedIn("support", `/plans/${scale.id}`);
    expect(await screen.findByRole("heading", { name: "Scale", level: 1 })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Archive" })).toBeNull();
    expect(screen.queryByRole("link", { name: "New version" })).toBeNull();
  });

  it("are nothing for a tenant's own people", async () => {
    await signedIn("owner", "/plans");
    expect(await screen.findByText("There is no such page")).toBeVisible();
  });

  it("that are not there are said not to be", async () => {
    serve();
    await signedIn("finance", "/plans/nowhere");
    expect(await screen.findByText("There is no such plan, or no such version of it.")).toBeVisible();
    expect(screen.getByText(requestId)).toBeVisible();
  });
});

describe("a new plan", () => {
  it("is told what is not right yet, and the first of it gets the focus", async () => {
    const written = serve();
    const user = await signedIn("finance", "/plans");
    await user.click((await screen.findAllByRole("link", { name: "New plan" }))[0] as HTMLElement);
    await user.click(await screen.findByRole("button", { name: "Make the plan" }));
    expect(await screen.findByText("3 things are not right yet.")).toBeVisible();
    const [code] = screen.getAllByLabelText(/^Code/);
    await waitFor(() => expect(code).toHaveFocus());
    expect(terms().getByText(/Small letters and digits/)).toBeVisible();
    expect(priceCard(1).getByText(/An amount like 0.0005/)).toBeVisible();
    expect(screen.getByText("It stands here once everything is filled in.")).toBeVisible();
    expect(written).toEqual([]);
  });

  it("has prices of each model, and what the server finds stands at its field", async () => {
    const written = serve();
    let refusals = 0;
    server.use(
      http.post("*/api/v1/plans", () => {
        refusals += 1;
        if (refusals === 1) return problem(409, "plan_code_taken", "Another plan has this code.");
        if (refusals > 2) return undefined;
        return HttpResponse.json(
          {
            code: "plan_meter_unknown",
            detail: "calls",
            errors: [
              { pointer: "/prices/1/meter", code: "plan_meter_unknown", detail: "calls" },
              { pointer: "/prices/1/tiers/0/up_to", code: "validation_failed", detail: "must be less" },
              { pointer: "/prices/2", code: "price_unreachable", detail: "calls takes all usage that eu could get" },
              { pointer: "/commitments/USD", code: "validation_failed", detail: "too much" },
            ],
          },
          { status: 400 },
        );
      }),
    );
    const user = await signedIn("finance", "/plans/new-plan");
    await user.type((await screen.findAllByLabelText(/^Code/))[0] as HTMLElement, "starter");
    const fee = priceCard(1);
    await user.type(fee.getByLabelText(/^Code/), "fee");
    await user.type(fee.getByLabelText(/^Fee/), "20");

    await user.click(screen.getByRole("button", { name: "Add a price" }));
    await waitFor(() => expect(screen.getByRole("region", { name: "Price 2" })).toHaveFocus());
    const graduated = priceCard(2);
    await user.type(graduated.getByLabelText(/^Code/), "calls");
    await user.selectOptions(graduated.getByLabelText("Model"), "Each unit costs what its own tier says");
    await user.selectOptions(graduated.getByLabelText("Meter"), "Calls (calls)");
    await user.type(graduated.getByLabelText(/^Tier 1 ends with unit/), "1000");
    await user.type(graduated.getByLabelText(/^Each unit in tier 1/), "0.5");
    await user.click(graduated.getByRole("button", { name: "Add a tier" }));
    await user.type(graduated.getByLabelText(/^Tier 2 ends with unit/), "500");
    await user.click(screen.getByRole("button", { name: "Add a price" }));
    const eu = priceCard(3);
    await user.type(eu.getByLabelText(/^Code/), "eu");
    await user.selectOptions(eu.getByLabelText("Model"), "Each unit costs the same");
    await user.selectOptions(eu.getByLabelText("Meter"), "Calls (calls)");
    await user.type(eu.getByLabelText(/^Each unit/), "0.25");
    await user.click(eu.getByRole("button", { name: "Add a filter" }));
    await user.selectOptions(eu.getByLabelText("Group of filter 1"), "region");
    await user.type(eu.getByLabelText(/^Values of filter 1/), "eu{Enter}ch");
    await user.click(screen.getByRole("button", { name: "Add a commitment" }));
    await user.type(screen.getByLabelText(/^Amount of commitment 1/), "100");

    const act = screen.getByRole("button", { name: "Make the plan" });
    await user.click(act);
    expect(await graduated.findByText("A tier ends after the one before it.")).toBeVisible();
    await user.click(graduated.getByRole("button", { name: "Take tier 2 away" }));
    expect(screen.getByText("up to 1,000: $0.50 each")).toBeVisible();
    expect(screen.getByText("only region eu or ch")).toBeVisible();
    await user.click(act);
    const [code] = screen.getAllByLabelText(/^Code/);
    await waitFor(() => expect(code).toHaveFocus());
    expect(terms().getByText("Another plan has this code.")).toBeVisible();
    await user.type(code as HTMLElement, "_2");
    await user.click(act);
    expect(await graduated.findByText("No meter that is in use is called calls.")).toBeVisible();
    expect(graduated.getByText("Must be less.")).toBeVisible();
    expect(eu.getByText("Calls takes all usage that eu could get.")).toBeVisible();
    expect(screen.getByText("Too much.")).toBeVisible();
    expect(screen.getByText("The plan was not made")).toBeVisible();

    // What it was said of has another place now, and what was mended is not said any more.
    await user.click(priceCard(3).getByRole("button", { name: "Move price 3 up" }));
    await waitFor(() => expect(screen.getByRole("region", { name: "Price 2" })).toHaveFocus());
    expect(priceCard(2).getByText("Calls takes all usage that eu could get.")).toBeVisible();
    expect(priceCard(3).getByText("No meter that is in use is called calls.")).toBeVisible();
    await user.clear(priceCard(3).getByLabelText(/^Tier 1 ends with unit/));
    await user.type(priceCard(3).getByLabelText(/^Tier 1 ends with unit/), "900");
    expect(screen.queryByText("Must be less.")).toBeNull();
    await user.click(act);
    expect(await screen.findByText(/^starter is there./)).toBeVisible();
    await waitFor(() => expect(window.location.pathname).toBe(`/app/plans/${starter.id}`));
    const [sent] = written;
    expect(sent?.once).toMatch(/^[0-9a-f]{32}$/);
    expect(sent?.body).toMatchObject({
      code: "starter_2",
      interval_months: 1,
      commitments: { USD: "100" },
      prices: [
        { code: "fee", model: "flat", amount: "20" },
        { code: "eu", model: "per_unit", unit_amount: "0.25", filters: { region: ["eu", "ch"] } },
        { code: "calls", model: "graduated", tiers: [{ up_to: "900", unit_amount: "0.5" }, { up_to: null }] },
      ],
    });
  });
});

describe("a new version", () => {
  it("begins with the latest one, and names what it was made of", async () => {
    const written = serve(scale, old);
    const user = await signedIn("operator", `/plans/${scale.id}`);
    await user.click(await screen.findByRole("link", { name: "New version" }));
    const act = await screen.findByRole("button", { name: "Make version 3" });
    expect(act).toBeDisabled();
    expect(screen.getByText("Nothing differs from the latest version yet.")).toBeVisible();
    const share = priceCard(6).getByLabelText(/^Share, in percent/);
    expect(share).toHaveValue("2.9");
    await user.clear(share);
    await user.type(share, "3.25");
    await user.selectOptions(screen.getByLabelText("Usage that comes after its invoice goes"), "on the next invoice");
    await user.click(screen.getByRole("button", { name: "Take price 5 away" }));
    expect(screen.getByText("3.25% of the sum, and $0.30 for each event")).toBeVisible();
    await user.click(act);
    expect(await screen.findByText(/^Version 3 of Scale is there./)).toBeVisible();
    expect(written).toMatchObject([{ what: `version of ${scale.id}`, match: '"7"' }]);
    const body = written[0]?.body as { late_usage: string; prices: { code: string; rate?: string }[] };
    expect(body.late_usage).toBe("next_invoice");
    expect(body).not.toHaveProperty("code");
    expect(body.prices.map(({ code }) => code)).toEqual(["fee", "eu_calls", "calls", "seats", "payments"]);
    expect(body.prices[4]?.rate).toBe("0.0325");
  });

  it("is not made of one that is not the latest any more", async () => {
    serve(scale, old);
    server.use(
      http.post("*/api/v1/plans/:plan/versions", () => problem(412, "precondition_failed", "It has changed.")),
    );
    const user = await signedIn("operator", `/plans/${scale.id}/new-version`);
    await user.type((await screen.findAllByLabelText(/^Name/))[0] as HTMLElement, "!");
    await user.click(screen.getByRole("button", { name: "Make version 3" }));
    expect(await screen.findByText(/The plan has changed meanwhile/)).toBeVisible();
  });

  it("is not made of an archived plan", async () => {
    serve({ ...scale, state: "archived" });
    await signedIn("operator", `/plans/${scale.id}/new-version`);
    expect(await screen.findByText("The plan is archived: it gets no versions any more.")).toBeVisible();
  });
});
