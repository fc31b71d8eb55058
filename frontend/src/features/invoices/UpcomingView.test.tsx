import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { fee, invoice, usage } from "../../../test/invoices";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, server, tenant } from "../../../test/server";
import type { Preview } from "./load";

const preview: Preview = {
  is_preview: true,
  tenant_id: tenant.id,
  as_of: "2026-11-30T23:00:00Z",
  read_at: "2026-11-20T10:00:00Z",
  parks: null,
  invoices: [
    {
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
    },
  ],
};

function serve(answer: () => Response) {
  server.use(
    http.get("*/api/v1/tenants/:tenant/invoices", () => page([])),
    http.get("*/api/v1/tenants/:tenant/upcoming-invoices", ({ request }) =>
      request.headers.get("Weir-Tenant") === tenant.id ? answer() : problem(404, "tenant_not_found", "No."),
    ),
  );
}

describe("what is upcoming", () => {
  it("is said to be a preview, with its lines and until when it was counted", async () => {
    serve(() => HttpResponse.json(preview));
    const user = await signedIn("billing", "/invoices");
    await user.click(await screen.findByRole("link", { name: "Upcoming" }));
    expect(await screen.findByText("This is a preview. Nothing of it is billed.")).toBeVisible();
    const one = within(screen.getByRole("region", { name: "Invoice in USD" }));
    expect(one.getByText("preview")).toBeVisible();
    expect(one.getByText("Nov 1, 2026 to Nov 30, 2026")).toBeVisible();
    expect(one.getByRole("row", { name: "To be paid $76.16" })).toBeVisible();
    expect((await rowOf("Calls")).getByText("Tier 2: 50.5 × $0.50, and $5.00 once")).toBeVisible();
    // The end of the month on the tenant's wall.
    expect(screen.getByText("Dec 1, 2026, 12:00 AM")).toBeVisible();
  });

  it("may be nothing", async () => {
    serve(() => HttpResponse.json({ ...preview, invoices: [] }));
    await signedIn("owner", "/invoices/upcoming");
    expect(await screen.findByText("Nothing is upcoming")).toBeVisible();
  });

  it("tells why it would not be billed", async () => {
    const parks = { code: "invoice_bounds_exceeded", detail: "20.00 USD" };
    serve(() => HttpResponse.json({ ...preview, parks }));
    await signedIn("owner", "/invoices/upcoming");
    expect(await screen.findByText("An invoice would be larger than its bounds allow. (20.00 USD)")).toBeVisible();
  });

  it("that cannot be reckoned says so", async () => {
    serve(() => problem(409, "billing_issuer_missing", "There is no issuer that invoices could be from."));
    await signedIn("owner", "/invoices/upcoming");
    expect(await screen.findByText("What is upcoming could not be reckoned")).toBeVisible();
    expect(screen.getByText(/no issuer/)).toBeVisible();
  });
});
