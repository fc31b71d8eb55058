import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../test/payments";
import { rowOf, signedIn } from "../../../test/person";
import { meter, page, problem, server } from "../../../test/server";
import { hourBefore, type MeterExport, wrongWithName } from "./exports";

const address = `/payment-providers/${account.id}`;
const exported: MeterExport = {
  meter_id: meter.id,
  meter: meter.slug,
  event_name: "tokens_used",
  from: "2026-11-01T00:00:00Z",
  enabled: true,
  exported_to: "2026-11-27T10:00:00Z",
  hours: { sent: 4200, pending: 2, failed: 1 },
  troubles: [{ state: "failed", code: "no_meter", message: "No meter.", hours: 1, latest: "2026-11-27T09:00:00Z" }],
  created_at: "2026-11-01T00:00:00Z",
  updated_at: "2026-11-01T00:00:00Z",
};
let there: MeterExport[];
let sent: unknown[];
let refusals: (() => Response)[];

beforeEach(() => {
  [there, sent, refusals] = [[exported], [], []];
  const at = "*/api/v1/payment-providers/:provider";
  server.use(
    http.get(at, () => HttpResponse.json(account)),
    http.get(`${at}/meter-exports`, () => page(there)),
    http.get("*/api/v1/meters", () =>
      page([meter, { ...meter, id: "mtr_2", slug: "people", name: "People", aggregation: "UNIQUE_COUNT" }]),
    ),
    http.put(`${at}/meter-exports/:meter`, async ({ request, params }) => {
      const body = (await request.json()) as Partial<MeterExport>;
      sent.push([params.meter, body]);
      const refused = refusals.shift()?.();
      if (refused) return refused;
      there = [{ ...exported, ...body }];
      return HttpResponse.json(there[0]);
    }),
    http.delete(`${at}/meter-exports/:meter`, ({ params }) => {
      sent.push([params.meter, "removed"]);
      there = [];
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

describe("meters that are exported", () => {
  it("are shown with what became of their hours, and only looked at by support", async () => {
    await signedIn("support", address);
    const row = await rowOf("tokens_used");
    expect(row.getByText("4200 sent, 2 waiting, 1 refused")).toBeVisible();
    expect(row.getByText("1 refused: no_meter (No meter.)")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Export a meter" })).toBeNull();
    expect(row.queryByRole("button", { name: "Pause" })).toBeNull();
  });

  it("are added with a meter that adds up, and a name that Stripe has", async () => {
    there = [];
    const user = await signedIn("operator", address);
    expect(await screen.findByText("No meter is exported.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Export a meter" }));
    const form = within(await screen.findByRole("dialog"));
    await user.click(form.getByRole("button", { name: "Export it" }));
    expect(form.getAllByText(/Choose one|1 to 100 letters/)).not.toHaveLength(0);
    await form.findByRole("option", { name: "Tokens" });
    expect(form.queryByRole("option", { name: "People" })).toBeNull();
    await user.selectOptions(form.getByLabelText("Meter"), "tokens");
    expect(form.getByLabelText(/^Event name/)).toHaveValue("tokens");
    await user.selectOptions(form.getByLabelText("From"), "7");
    refusals = [() => problem(400, "validation_failed", "Stripe has no such thing.")];
    await user.click(form.getByRole("button", { name: "Export it" }));
    expect(await form.findByText("Stripe has no such thing.")).toBeVisible();
    await user.click(form.getByRole("button", { name: "Export it" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent[1]).toEqual([
      "tokens",
      { event_name: "tokens", from: expect.stringMatching(/T\d\d:00:00Z$/) as string },
    ]);
    expect(await screen.findByText("4200 sent, 2 waiting, 1 refused")).toBeVisible();
  });

  it("are paused, said again and removed", async () => {
    const user = await signedIn("operator", address);
    await user.click(await screen.findByRole("button", { name: "Say again" }));
    const whole = { event_name: "tokens_used", from: exported.from };
    await waitFor(() => expect(sent).toEqual([[meter.id, { ...whole, enabled: true }]]));
    await user.click(screen.getByRole("button", { name: "Pause" }));
    expect(await screen.findByText("paused")).toBeVisible();
    expect(sent[1]).toEqual([meter.id, { ...whole, enabled: false }]);
    await user.click(screen.getByRole("button", { name: "Remove" }));
    const question = within(await screen.findByRole("alertdialog"));
    await user.click(question.getByRole("button", { name: "Remove it" }));
    expect(await screen.findByText("No meter is exported.")).toBeVisible();
    expect(sent[2]).toEqual([meter.id, "removed"]);
  });

  it("begin with a full hour and are called as Stripe can call them", () => {
    expect(hourBefore(Date.parse("2026-11-27T10:59:59.999Z"), 7)).toBe("2026-11-20T10:00:00Z");
    expect(wrongWithName("api.calls:v2_x-1")).toBeUndefined();
    for (const wrong of ["", "api calls", "ä", "x".repeat(101)]) expect(wrongWithName(wrong)).toBeDefined();
  });
});
