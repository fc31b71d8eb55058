import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { creditNote, draft, fee, invoice, payment, usage } from "../../../test/invoices";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, requestId, server, tenant } from "../../../test/server";
import type { Invoice } from "./load";

let there: Invoice[];
let asked: string[];

beforeEach(() => {
  there = [creditNote, draft, invoice];
  asked = [];
  const note = (request: Request) => {
    const { pathname, search } = new URL(request.url);
    asked.push(pathname.replace("/api/v1", "") + search);
    return request.headers.get("Weir-Tenant") === tenant.id;
  };
  server.use(
    http.get("*/api/v1/tenants/:tenant/invoices", ({ request }) => {
      const { searchParams } = new URL(request.url);
      if (!note(request)) return problem(404, "tenant_not_found", "No.");
      const [state, text] = [searchParams.get("state"), searchParams.get("search")?.toLowerCase() ?? ""];
      const fitting = there
        .filter((one) => state === null || one.state === state)
        .filter(({ number }) => (number ?? "").toLowerCase().includes(text));
      if (searchParams.get("cursor") === "more") return page(fitting.slice(2));
      return page(fitting.slice(0, 2), fitting.length > 2 ? "more" : null);
    }),
    http.get("*/api/v1/invoices/:invoice", ({ params }) => {
      const found = there.find(({ id }) => id === params.invoice);
      return found ? HttpResponse.json(found) : problem(404, "invoice_not_found", "There is no such invoice.");
    }),
    http.get("*/api/v1/invoices/:invoice/lines", () => page([fee, usage])),
    http.get("*/api/v1/invoices/:invoice/payments", () => page([payment])),
    http.get("*/api/v1/audit", ({ request }) => {
      note(request);
      return page([]);
    }),
    http.get("*/api/v1/tenants/:tenant/members", () => page([])),
    http.get("*/api/v1/api-keys", () => page([])),
  );
});

const section = async (name: string) => within(await screen.findByRole("region", { name }));

describe("the invoices of a tenant", () => {
  it("are listed for its billing people, page by page, found by state and by number", async () => {
    const user = await signedIn("billing", "/");
    await user.click(await screen.findByRole("link", { name: "Invoices" }));
    const first = await rowOf("Credit note CN-000007");
    expect(first.getByText("-$5.00")).toBeVisible();
    expect(first.getByText("Nov 1, 2026 to Nov 30, 2026")).toBeVisible();
    expect((await rowOf("Invoice, draft")).getByText("draft")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Load more" }));
    const second = await rowOf("Invoice INV-000042");
    expect(second.getByText("$76.16")).toBeVisible();
    expect(second.getByText("$66.16")).toBeVisible();
    expect(second.getByText("Dec 15, 2026")).toBeVisible();

    await user.selectOptions(screen.getByLabelText("State"), "open");
    await waitFor(() => expect(screen.queryByText("Credit note CN-000007")).toBeNull());
    await user.type(screen.getByLabelText("Number"), "cn-");
    await user.click(screen.getByRole("button", { name: "Find" }));
    expect(await screen.findByText("No invoice fits")).toBeVisible();
    expect(window.location.search).toContain("state=finalized&search=cn-");
    expect(asked.at(-1)).toBe(`/tenants/${tenant.id}/invoices?limit=50&state=finalized&search=cn-`);
    await user.click(screen.getByRole("button", { name: "Show all" }));
    expect(await screen.findByText("Invoice, draft")).toBeVisible();
  });

  it("may be none", async () => {
    there = [];
    await signedIn("owner", "/invoices");
    expect(await screen.findByText("There is no invoice yet")).toBeVisible();
  });

  it("that cannot be loaded say so", async () => {
    server.use(http.get("*/api/v1/tenants/:tenant/invoices", () => problem(403, "forbidden", "Not now.")));
    await signedIn("owner", "/invoices");
    expect(await screen.findByText("Invoices could not be loaded")).toBeVisible();
    expect(screen.getByText(requestId)).toBeVisible();
  });

  it("are nothing for a viewer", async () => {
    await signedIn("viewer", "/invoices");
    expect(await screen.findByText(/owners, admins and billing may see this/)).toBeVisible();
    expect(screen.queryByRole("link", { name: "Invoices" })).toBeNull();
  });
});

describe("an invoice", () => {
  it("is shown with lines, steps, taxes, credits, payments and what corrects it, read only", async () => {
    there = [{ ...invoice, paid: "6.16" }, creditNote];
    const user = await signedIn("billing", "/invoices");
    await user.click(await screen.findByRole("link", { name: "Invoice INV-000042" }));
    expect(await screen.findByRole("heading", { name: "Invoice INV-000042", level: 1 })).toBeVisible();
    const amounts = within(await screen.findByRole("table", { name: "Amounts" }));
    expect(amounts.getAllByRole("row").map((row) => row.textContent)).toEqual([
      "Without tax$64.00",
      "VAT (DE), 19% of $64.00$12.16",
      "Total$76.16",
      "Credits-$10.00",
      "To be paid$66.16",
      "Paid-$6.16",
      "Still open$60.00",
    ]);
    const steps = within(await screen.findByRole("list", { name: "Steps of line 2" })).getAllByRole("listitem");
    expect(steps.map((step) => step.textContent)).toEqual([
      "1,000 included$0.00",
      "Tier 1: 200.000000001 × $0.000000000001$0.000000000200000000001",
      "Tier 2: 50.5 × $0.50, and $5.00 once$30.25",
      "Down to the most amount-$0.35",
    ]);
    expect((await rowOf("Access")).getByText("Welcome: $4.90")).toBeVisible();
    expect((await rowOf("Access")).getByText("Dec 1, 2026 to Dec 31, 2026")).toBeVisible();
    expect((await rowOf("Calls")).getByText("calls, 1,250 events")).toBeVisible();
    expect((await rowOf("Calls")).getByRole("link", { name: "line 3 of another invoice" })).toBeVisible();
    const corrected = await section("Corrections");
    expect(corrected.getByRole("link", { name: "Credit note CN-000007" })).toBeVisible();
    expect((await section("Payments")).getByText("bank transfer")).toBeVisible();
    expect((await section("From")).getByText("Weir GmbH")).toBeVisible();
    expect((await section("To")).getByText("62701 Springfield, IL")).toBeVisible();
    // Who may not read the audit trail sees when it changed.
    expect((await section("History")).getByText("Finalized")).toBeVisible();
    expect(asked.some((one) => one.startsWith("/audit"))).toBe(false);
    for (const name of [/^Record/, /^Void/, /^Give up/, /^Finalize/])
      expect(screen.queryByRole("button", { name })).toBeNull();

    await user.click(corrected.getByRole("link", { name: "Credit note CN-000007" }));
    expect(await screen.findByText("Becomes a credit")).toBeVisible();
    expect(screen.getByText("No tax is due: Reverse charge (VATEX-EU-AE).")).toBeVisible();
    expect((await section("Corrections")).getByRole("link", { name: "Invoice INV-000042" })).toBeVisible();
  });

  it("has its history from the audit trail for who may read that", async () => {
    const entry = {
      chain: tenant.id,
      sequence: 9,
      type: "invoice.finalized",
      actor: "system",
      subject: invoice.id,
      occurred_at: "2026-12-01T01:00:00Z",
      address: null,
      request_id: null,
      hash: "0".repeat(64),
      erased: [],
      before: null,
      after: { number: "INV-000042" },
    };
    server.use(
      http.get("*/api/v1/audit", ({ request }) =>
        page(new URL(request.url).searchParams.get("subject") === invoice.id ? [entry] : []),
      ),
    );
    const user = await signedIn("owner", `/invoices/of/${invoice.id}`);
    const row = await rowOf("Invoice finalized");
    expect(row.getByText("INV-000042")).toBeVisible();
    expect(row.getByText("Weir itself")).toBeVisible();
    await user.click(row.getByRole("button", { name: "Details of entry 9" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByRole("link", { name: "everything about it" })).toHaveAttribute(
      "href",
      `/app/audit?subject=${invoice.id}`,
    );
  });

  it("that is none, or somebody else's, is not there", async () => {
    there = [{ ...invoice, tenant_id: "ten_01ARZ3NDEKTSV4RRFFQ69G5FAW" }];
    await signedIn("owner", `/invoices/of/${invoice.id}`);
    expect(await screen.findByText("There is no such invoice")).toBeVisible();
    expect(screen.queryByText("Acme Inc.")).toBeNull();
  });
});
