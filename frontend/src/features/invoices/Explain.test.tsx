import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { invoice, usage } from "../../../test/invoices";
import { signedIn } from "../../../test/person";
import { scale } from "../../../test/plans";
import { page, problem, server, tenant } from "../../../test/server";
import { type Cell, type Explanation, groupWords } from "./explain";

const cell: Cell = {
  hour: "2026-11-03T09:00:00Z",
  subject: "team-1",
  group_by: { region: "eu", cached: false },
  value: "1250.5",
  events: 2,
  first_offset: 12,
  last_offset: 40,
  events_url: `/api/v1/meters/calls/events?tenant=${tenant.id}&hour=2026-11-03T09%3A00%3A00Z&subject=team-1`,
};

const billed = { line: 3, amount: "10.00", net: "10.00" };
const later = "inv_01ARZ3NDEKTSV4RRFFQ69G5FAZ";

const explanation: Explanation = {
  invoice: {
    ...{ id: invoice.id, number: invoice.number, tenant_id: tenant.id, kind: "regular", state: "finalized" },
    ...{ currency: "USD", as_of: invoice.as_of, inputs_hash: invoice.inputs_hash, taxes: invoice.taxes, credits: [] },
  },
  items: [cell],
  next_cursor: "more",
  line: usage,
  price: scale.prices[2] ?? null,
  commitment: null,
  part: { from: 0, to: 14, whole: 30 },
  billed_before: [{ ...billed, invoice_id: "inv_01ARZ3NDEKTSV4RRFFQ69G5FAT" }],
  issued: [
    { ...billed, invoice_id: invoice.id, invoice_number: "INV-000042", line: 2, corrects: null },
    { ...billed, invoice_id: later, invoice_number: "INV-000050", line: 1, corrects: null },
  ],
  usage: {
    meter: "calls",
    aggregation: "SUM",
    unit: "calls",
    generation: 1,
    from: usage.from,
    to: usage.to,
    billed: { quantity: "1250.5", events: 1250, cells: 2 },
    counted: { quantity: "1251.5", events: 1251, cells: 2 },
    is_as_billed: false,
  },
};

let asked: string[];

beforeEach(() => {
  asked = [];
  server.use(
    http.get("*/api/v1/invoices/:invoice", () => HttpResponse.json(invoice)),
    http.get("*/api/v1/invoices/:invoice/lines", () => page([usage])),
    http.get("*/api/v1/invoices/:invoice/payments", () => page([])),
    http.get("*/api/v1/tenants/:tenant/invoices", () => page([])),
    http.get("*/api/v1/invoices/:invoice/lines/:line/explain", ({ request }) => {
      const { pathname, searchParams } = new URL(request.url);
      asked.push(`${pathname} ${request.headers.get("Weir-Tenant") ?? ""}`);
      return HttpResponse.json(
        searchParams.get("cursor") === null
          ? explanation
          : { ...explanation, items: [{ ...cell, subject: "team-2", events_url: "/other" }], next_cursor: null },
      );
    }),
    http.get("*/api/v1/meters/calls/events", ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("subject") ?? "");
      const position = { topic: "weir.usage", partition: 3, offset: 12, index: 0 };
      const event = { time: "2026-11-03T09:20:00Z" };
      return HttpResponse.json({
        items: [{ source: "shop", id: "e-1", position, event }],
        next_cursor: null,
        is_in_log: false,
      });
    }),
  );
});

describe("a line", () => {
  it("is explained down to its events and where they stand", async () => {
    const user = await signedIn("billing", `/invoices/of/${invoice.id}`);
    await user.click(await screen.findByRole("button", { name: "Explain line 2" }));
    const drawer = within(await screen.findByRole("dialog", { name: "Line 2: Calls" }));
    expect(await drawer.findByText("up to 1,000,000: $0.0004 each")).toBeVisible();
    expect(drawer.getByText("the first 10,000 of each month cost nothing")).toBeVisible();
    expect(drawer.getByText("14 of 30")).toBeVisible();
    expect(drawer.getByText("1,250.5 calls by 1,250 events")).toBeVisible();
    expect(drawer.getByText(/^1,251.5 are counted by now/)).toBeVisible();
    expect(drawer.getByText("Tier 2: 50.5 × $0.50, and $5.00 once")).toBeVisible();
    expect(drawer.getByRole("link", { name: "line 3 of an earlier invoice" })).toBeVisible();
    expect(drawer.getAllByRole("link", { name: /^line/ })).toHaveLength(2);
    expect(drawer.getByRole("link", { name: "line 1 of INV-000050" })).toBeVisible();
    expect(drawer.getByText("region eu, cached false")).toBeVisible();
    await user.click(drawer.getByRole("button", { name: "Load more" }));
    expect(await drawer.findByText("team-2")).toBeVisible();
    await user.click(drawer.getAllByRole("button", { name: /^2 events of Nov 3, 2026/ })[0] as HTMLElement);
    expect(await drawer.findByText("weir.usage 3:12.0")).toBeVisible();
    expect(drawer.getByText("The log does not hold all of them any more.")).toBeVisible();
    expect(drawer.getByRole("link", { name: "e-1" })).toHaveAttribute("href", "/app/events/find?source=shop&id=e-1");
    await user.click(drawer.getByRole("button", { name: "Back to the line" }));
    expect(await drawer.findByText("team-2")).toBeVisible();
    expect(asked[0]).toBe(`/api/v1/invoices/${invoice.id}/lines/2/explain ${tenant.id}`);
    expect(asked.at(-1)).toBe("team-1");
  });

  it("that cannot be explained says so", async () => {
    server.use(
      http.get("*/api/v1/invoices/:invoice/lines/:line/explain", () => problem(404, "invoice_line_not_found", "No.")),
    );
    const user = await signedIn("billing", `/invoices/of/${invoice.id}`);
    await user.click(await screen.findByRole("button", { name: "Explain line 2" }));
    expect(await screen.findByText("The line could not be explained")).toBeVisible();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("has groups in words", () => {
    expect(groupWords({})).toBe("");
    expect(groupWords({ a: null, b: 1 })).toBe("a null, b 1");
  });
});
