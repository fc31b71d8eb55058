import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { fee, invoice, usage } from "../../../test/invoices";
import { signedIn } from "../../../test/person";
import { scale, starter, subscription } from "../../../test/plans";
import { page, problem, server, tenant } from "../../../test/server";
import { comparedRows, differenceWords, differing, hasTaxes, type Preview, signed } from "./preview";

type Made = Preview["with"]["invoices"][number];

const bill: Made = {
  kind: "regular",
  currency: "USD",
  corrects: null,
  period: invoice.period,
  net: "64.00",
  taxes: invoice.taxes,
  total: "76.16",
  credits_used: "0.00",
  due: "76.16",
  credited: "0.00",
  lines: [fee, usage],
};
const ended = { ...fee, to: "2026-12-10T23:00:00Z", net: "20.00" };
const access = { ...fee, plan: { code: "starter", version: 1 }, detail: { ...fee.detail, plan_name: "Starter" } };
const seen: Preview = {
  is_preview: true,
  tenant_id: tenant.id,
  subscription_id: subscription.id,
  change: { kind: "change_plan", at: "2026-11-20T10:00:00Z", plan: { code: "starter", version: 1 }, trial_until: null },
  as_of: "2026-11-30T23:00:00Z",
  read_at: "2026-11-20T10:12:00Z",
  amounts: [{ currency: "USD", without: "76.16", with: "99.96", difference: "23.80" }],
  without: { parks: null, invoices: [bill] },
  with: { parks: null, invoices: [{ ...bill, lines: [ended, usage, { ...access, number: 3 }] }] },
};

let asked: { path: string; body: unknown }[];
let answers: (() => Response)[];
let sent: unknown[];

beforeEach(() => {
  [asked, answers, sent] = [[], [], []];
  const preview = async ({ request }: { request: Request }) => {
    asked.push({ path: new URL(request.url).pathname, body: await request.json() });
    return answers.shift()?.() ?? HttpResponse.json(seen);
  };
  server.use(
    http.get("*/api/v1/users", () => page([])),
    http.get("*/api/v1/plans", () => page([scale, starter])),
    http.get("*/api/v1/plans/:plan", ({ params }) => HttpResponse.json(params.plan === "scale" ? scale : starter)),
    http.get("*/api/v1/tenants/:tenant/subscriptions", () => page([subscription])),
    http.post("*/api/v1/tenants/:tenant/subscriptions/preview", preview),
    http.post("*/api/v1/subscriptions/:subscription/changes/preview", preview),
    http.post("*/api/v1/subscriptions/:subscription/changes", async ({ request }) => {
      sent.push(await request.json());
      return problem(409, "subscription_change_refused", "Not then.");
    }),
  );
});

const address = `/tenants/${tenant.id}/subscriptions`;
const shown = async () => within(await screen.findByRole("region", { name: "What would be billed" }));

describe("what a change would be billed", () => {
  it("is shown before it is asked for, and what was seen is asked for", async () => {
    const user = await signedIn("operator", address);
    await user.click(await screen.findByRole("button", { name: "Change plan: Scale" }));
    const preview = await shown();
    expect(preview.getByText("preview")).toBeVisible();
    expect(preview.getByText("It stands here once everything is chosen.")).toBeVisible();
    expect(asked).toEqual([]);
    const dialog = within(screen.getByRole("dialog"));
    await waitFor(() => expect(dialog.getByLabelText("Plan")).toHaveTextContent("starter"));
    await user.selectOptions(dialog.getByLabelText("Plan"), "starter");
    expect(await preview.findByRole("row", { name: "Difference +$23.80" })).toBeVisible();
    expect(preview.getByRole("row", { name: "Without the change $76.16" })).toBeVisible();
    expect(preview.getByText("From Nov 20, 2026, 11:00 AM on.")).toBeVisible();
    const lines = within(preview.getByRole("list", { name: "Lines that differ" })).getAllByRole("listitem");
    expect(lines.map((one) => one.textContent)).toEqual([
      "AccessScale, version 2; Dec 1, 2026 to Dec 10, 2026from $44.10 to $20.00",
      "AccessStarter, version 1; Dec 1, 2026 to Dec 31, 2026from nothing to $44.10",
    ]);
    expect(preview.getByText("One line stays as it is.")).toBeVisible();
    expect(preview.getByText("These have taxes in, the lines do not.")).toBeVisible();
    expect(asked).toEqual([
      {
        path: `/api/v1/subscriptions/${subscription.id}/changes/preview`,
        body: { change: "change_plan", plan: "starter" },
      },
    ]);
    await user.click(dialog.getByRole("button", { name: "Change plan" }));
    expect(await dialog.findByText("Not then.")).toBeVisible();
    expect(sent).toEqual([{ change: "change_plan", plan: "starter", at: "2026-11-20T10:00:00Z" }]);
  });

  it("is what is chosen now; what would be refused is said", async () => {
    const user = await signedIn("operator", address);
    answers = [
      () => HttpResponse.json({ ...seen, amounts: [], without: { parks: null, invoices: [] }, with: seen.without }),
      () => problem(409, "subscription_change_refused", "It began after that."),
    ];
    await user.click(await screen.findByRole("button", { name: "End: Scale" }));
    const preview = await shown();
    expect(await preview.findByText("Nothing, neither with the change nor without it.")).toBeVisible();
    await user.click(screen.getByLabelText(/^Now/));
    expect(await preview.findByText("It would be refused")).toBeVisible();
    expect(preview.getByText("It began after that.")).toBeVisible();
    await user.click(screen.getByLabelText(/^At a date/));
    expect(await preview.findByText("It stands here once everything is chosen.")).toBeVisible();
    expect(asked.map(({ body }) => body)).toEqual([{ change: "cancel", when: "period_end" }, { change: "cancel" }]);
  });

  it("may be parked, or not be known", async () => {
    const user = await signedIn("operator", address);
    const parks = { code: "invoice_bounds_exceeded", detail: "20.00 USD" };
    answers = [
      () => problem(403, "forbidden", "Not now."),
      () =>
        HttpResponse.json({ ...seen, amounts: null, with: { parks, invoices: [] }, without: { parks, invoices: [] } }),
    ];
    await user.click(await screen.findByRole("button", { name: "Pause: Scale" }));
    const preview = await shown();
    expect(await preview.findByText("What would be billed could not be reckoned")).toBeVisible();
    await user.click(preview.getByRole("button", { name: "Try again" }));
    expect(await preview.findByText(/^With the change nothing would be billed/)).toBeVisible();
    expect(preview.getByText(/^As things are, nothing is billed/)).toBeVisible();
    expect(preview.queryByRole("table")).toBeNull();
  });

  it("is there for a start, with its trial", async () => {
    const user = await signedIn("operator", address);
    const change = { ...seen.change, kind: "start" as const, trial_until: "2026-12-03T23:00:00Z" };
    answers = [() => HttpResponse.json({ ...seen, subscription_id: null, change })];
    await user.click((await screen.findAllByRole("button", { name: "Subscribe to a plan" }))[0] as HTMLElement);
    const dialog = within(await screen.findByRole("dialog"));
    await waitFor(() => expect(dialog.getByLabelText("Plan")).toHaveTextContent("Scale (scale)"));
    await user.selectOptions(dialog.getByLabelText("Plan"), "Scale (scale)");
    expect(await (await shown()).findByText("Nothing is charged until Dec 4, 2026, 12:00 AM.")).toBeVisible();
    expect(asked).toEqual([
      { path: `/api/v1/tenants/${tenant.id}/subscriptions/preview`, body: { plan: "scale", currency: "USD" } },
    ]);
  });
});

describe("a comparison", () => {
  it("knows a line again by all but where it ends", () => {
    const { lines, same } = differing(seen);
    expect(lines.map((one) => [one.without, one.with])).toEqual([
      ["44.10", "20.00"],
      [undefined, "44.10"],
    ]);
    expect(same).toBe(1);
    const back = differing({ ...seen, with: seen.without, without: seen.with });
    expect(back.lines.map(differenceWords)).toEqual(["from $20.00 to $44.10", "from $44.10 to nothing"]);
    // The same price of another currency, or corrected, is another line.
    const euros = { parks: null, invoices: [{ ...bill, currency: "EUR" }] };
    expect(differing({ ...seen, with: euros }).lines).toHaveLength(4);
  });

  it("has the currency where there is more than one, and a sign", () => {
    const amounts = seen.amounts ?? [];
    expect(comparedRows(amounts)[2]).toEqual(["Difference", "+$23.80", "sum"]);
    expect(comparedRows([...amounts, { ...amounts[0], currency: "EUR" } as (typeof amounts)[number]])[5]).toEqual([
      "Difference (EUR)",
      "+€23.80",
      "sum",
    ]);
    expect([signed("-1.00", "USD"), signed("0.00", "USD")]).toEqual(["-$1.00", "$0.00"]);
    const untaxed = { parks: null, invoices: [{ ...bill, taxes: { ...bill.taxes, lines: [] } }] };
    expect(hasTaxes({ ...seen, with: untaxed, without: untaxed })).toBe(false);
  });
});
