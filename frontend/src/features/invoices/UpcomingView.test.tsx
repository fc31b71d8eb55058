import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { fee, invoice, usage } from "../../../test/invoices";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, server, tenant } from "../../../test/server";
import { bandWords, offWords } from "./forecast";
import type { Forecast, Preview } from "./load";

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

const october = { from: "2026-10-01", forecast: "60.00", actual: "57.00", off_by: "-0.05" };
const guess: Forecast = {
  is_preview: true,
  tenant_id: tenant.id,
  from: "2026-10-31T23:00:00Z",
  to: "2026-11-30T23:00:00Z",
  seen_until: "2026-11-20T10:00:00Z",
  currencies: [
    {
      currency: "USD",
      so_far: "54.00",
      at_end: "63.20",
      band: { low: "60.04", high: "66.36" },
      past: [october, { from: "2026-09-01", forecast: "20.00", actual: "21.00", off_by: "0.05" }],
    },
  ],
};

function serve(answer: () => Response, forecast: () => Response = () => HttpResponse.json(guess)) {
  server.use(
    http.get("*/api/v1/tenants/:tenant/upcoming-invoices/forecast", ({ request }) =>
      request.headers.get("Weir-Tenant") === tenant.id ? forecast() : problem(404, "tenant_not_found", "No."),
    ),
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

  it("has a forecast apart from it, with how wrong the rule was before", async () => {
    serve(() => HttpResponse.json(preview));
    await signedIn("owner", "/invoices/upcoming");
    const of = within(await screen.findByRole("region", { name: "If the month goes on as it began" }));
    expect(await of.findByText("about $63.20")).toBeVisible();
    expect(of.getByText("forecast")).toBeVisible();
    expect(
      of.getByText("Between $60.04 and $66.36, if it is as far off as it was in the 2 months before."),
    ).toBeVisible();
    const rows = of.getAllByRole("row").map((row) => row.textContent);
    expect(rows.slice(1)).toEqual(["Oct 1, 2026$60.00$57.00-5%", "Sep 1, 2026$20.00$21.00+5%"]);
  });

  it("says that there is nothing to go by yet, or that it cannot be forecast", async () => {
    const early = { ...guess, seen_until: guess.from, currencies: [] };
    const answers = [() => problem(409, "amount_overflow", "Too much."), () => HttpResponse.json(early)];
    serve(
      () => HttpResponse.json(preview),
      () => (answers.shift() ?? (() => HttpResponse.json(early)))(),
    );
    const user = await signedIn("owner", "/invoices/upcoming");
    const of = within(await screen.findByRole("region", { name: "If the month goes on as it began" }));
    expect(await of.findByText("It could not be forecast")).toBeVisible();
    await user.click(of.getByRole("button", { name: "Try again" }));
    expect(await of.findByText(/Not an hour of this month is counted yet/)).toBeVisible();
  });

  it("may be nothing", async () => {
    serve(
      () => HttpResponse.json({ ...preview, invoices: [] }),
      () => HttpResponse.json({ ...guess, currencies: [] }),
    );
    await signedIn("owner", "/invoices/upcoming");
    expect(await screen.findByText("Nothing is upcoming")).toBeVisible();
    await waitFor(() => expect(screen.queryByText("If the month goes on as it began")).toBeNull());
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

describe("a forecast", () => {
  const [of] = guess.currencies;
  it("has no band without an earlier month, and says when the rule was right", () => {
    if (!of) throw new Error("there is one");
    expect(bandWords({ ...of, band: null, past: [] })).toMatch(/^How far off that may be cannot be said/);
    const right = { ...of, band: { low: "63.20", high: "63.20" }, past: [october] };
    expect(bandWords(right)).toBe("In the month before the same rule was right to the cent.");
    expect([offWords(null), offWords("0"), offWords("0.125")]).toEqual(["nothing was forecast", "0%", "+12.5%"]);
  });
});
