import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { buyer } from "../../../test/invoices";
import { signedIn } from "../../../test/person";
import { page, problem, server, tenant } from "../../../test/server";
import type { Profile } from "./profile";
import { type Issuer, isSameTerms, offeredRates, type TaxRate, termsOf, withTerms, wrongWithTerms } from "./terms";

const usual: Profile = {
  issuer: null,
  buyer,
  billing_day: 1,
  tax_rates: [],
  tax_inclusive: false,
  exemption_reason: "Reverse charge",
  exemption_code: "VATEX-EU-AE",
  finalize: "automatic",
  grace_hours: 1,
  most_lines: null,
  most_amount_minor: null,
};
const seller: Issuer = {
  id: "iss_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  code: "main",
  legal_name: "Weir GmbH",
  address: buyer.address,
  tax_id: "",
  email: "",
  invoice_prefix: "INV-",
  credit_note_prefix: "CN-",
  payment_terms_days: 14,
  note: "",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
};
const vat: TaxRate = {
  id: "txr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  code: "vat",
  name: "VAT",
  jurisdiction: "DE",
  rate: "0.19",
  created_at: "2026-01-01T00:00:00Z",
  archived_at: null,
};
const city: TaxRate = { ...vat, code: "city", name: "City tax", rate: "0.02" };
const old: TaxRate = { ...vat, code: "old", name: "Old VAT", archived_at: "2026-02-01T00:00:00Z" };

let kept: Profile;
let sent: { match: string | null; inside: string | null; body: unknown }[];
let answers: (() => Response)[];
const path = "*/api/v1/tenants/:tenant/billing-profile";

beforeEach(() => {
  [kept, sent, answers] = [usual, [], []];
  const shown = () => HttpResponse.json(kept, { headers: { ETag: `"${sent.length}"` } });
  server.use(
    http.get("*/api/v1/issuers", () => page([seller, { ...seller, code: "inc", legal_name: "Weir Inc." }])),
    http.get("*/api/v1/tax-rates", () => page([vat, city, old])),
    http.get(path, shown),
    http.put(path, async ({ request }) => {
      const body = (await request.json()) as Profile;
      sent.push({ match: request.headers.get("If-Match"), inside: request.headers.get("Weir-Tenant"), body });
      const refused = answers.shift()?.();
      if (refused) return refused;
      kept = body;
      return shown();
    }),
  );
});

const form = async () => within(await screen.findByRole("form", { name: "How they are made" }));

describe("how invoices are made", () => {
  it("is said by staff: from whom, with which taxes, when and within which bounds", async () => {
    const user = await signedIn("finance", `/tenants/${tenant.id}/invoices/to`);
    const at = await form();
    expect(at.getByRole("button", { name: "Keep how they are made" })).toBeDisabled();
    expect(at.getByLabelText("From")).toHaveTextContent("The one that was made first (Weir GmbH)");
    expect(at.queryByText(/Old VAT/)).toBeNull();
    await user.selectOptions(at.getByLabelText("From"), "inc");
    await user.click(at.getByLabelText("City tax (DE), 2%"));
    await user.click(at.getByLabelText("VAT (DE), 19%"));
    expect(at.getByText(/on invoices in this order: city, vat\./)).toBeVisible();
    expect(at.queryByLabelText(/^Why no tax is due/)).toBeNull();
    await user.click(at.getByLabelText("Prices have the taxes in"));
    await user.selectOptions(at.getByLabelText("Invoices are finalized"), "by_hand");
    await user.clear(at.getByLabelText(/^Hours that late usage/));
    await user.type(at.getByLabelText(/^Hours that late usage/), "241");
    await user.type(at.getByLabelText(/^Most that is due/), "100000");
    await user.click(at.getByRole("button", { name: "Keep how they are made" }));
    expect(at.getByText("Whole hours, at most 240.")).toBeVisible();
    await user.clear(at.getByLabelText(/^Hours that late usage/));
    await user.type(at.getByLabelText(/^Hours that late usage/), "12");
    await user.click(at.getByRole("button", { name: "Keep how they are made" }));
    expect(await screen.findByText("It is kept: the next invoices of Acme are made like this.")).toBeVisible();
    expect(at.getByRole("button", { name: "Keep how they are made" })).toBeDisabled();
    const changed = {
      ...usual,
      issuer: "inc",
      tax_rates: ["city", "vat"],
      tax_inclusive: true,
      exemption_reason: "",
      exemption_code: "",
      finalize: "by_hand",
      grace_hours: 12,
      most_amount_minor: 100000,
    };
    expect(sent).toEqual([{ match: '"0"', inside: null, body: changed }]);

    // The buyer is kept beside it, with what was kept just now.
    const who = within(screen.getByRole("form", { name: "Who invoices are to" }));
    await user.type(who.getByLabelText(/^City/), "!");
    await user.click(who.getByRole("button", { name: "Keep it" }));
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]).toMatchObject({ match: '"1"', body: { ...changed, buyer: { address: { city: "Springfield!" } } } });
  });

  it("that the server refuses stands at its field, and what somebody else changed is looked at first", async () => {
    const user = await signedIn("operator", `/tenants/${tenant.id}/invoices/to`);
    const at = await form();
    const keep = at.getByRole("button", { name: "Keep how they are made" });
    await user.clear(at.getByLabelText(/^Months begin on day/));
    await user.type(at.getByLabelText(/^Months begin on day/), "15");
    answers = [
      () => problem(409, "billing_day_fixed", "The billing day is fixed."),
      () => problem(412, "precondition_failed", "No."),
    ];
    await user.click(keep);
    expect(await at.findByText("It is fixed: the tenant has a subscription.")).toBeVisible();
    await user.click(keep);
    expect(await at.findByText(/Somebody else has changed it meanwhile/)).toBeVisible();
    kept = { ...usual, grace_hours: 7 };
    await user.click(at.getByRole("button", { name: "Show what is kept" }));
    await waitFor(() => expect(at.getByLabelText(/^Hours that late usage/)).toHaveValue("7"));
    expect(at.getByLabelText(/^Months begin on day/)).toHaveValue("1");
  });

  it("is read only for the tenant's own people and for support", async () => {
    await signedIn("billing", "/invoices/to");
    expect(await screen.findByText("The company that runs this server says so.")).toBeVisible();
    expect(screen.queryByRole("form", { name: "How they are made" })).toBeNull();
  });

  it("whose issuers cannot be loaded says so", async () => {
    server.use(http.get("*/api/v1/issuers", () => problem(403, "forbidden", "Not now.")));
    await signedIn("finance", `/tenants/${tenant.id}/invoices/to`);
    expect(await screen.findByText("Issuers and tax rates could not be loaded")).toBeVisible();
  });
});

describe("terms", () => {
  it("come back as they were, and say what is wrong", () => {
    const full = {
      ...usual,
      most_lines: 9,
      most_amount_minor: 0,
      tax_rates: ["vat"],
      exemption_reason: "",
      exemption_code: "",
    };
    for (const profile of [usual, full]) expect(withTerms(profile, termsOf(profile))).toEqual(profile);
    expect(isSameTerms(termsOf(usual), termsOf({ ...usual, most_lines: 1 }))).toBe(false);
    const terms = termsOf(usual);
    expect(wrongWithTerms(terms)).toEqual({});
    const many = Array.from({ length: 11 }, (_, index) => `r${index}`);
    const wrong = {
      ...terms,
      billingDay: "32",
      graceHours: "1.5",
      mostLines: "0",
      mostAmount: "-1",
      exemptionCode: "EU",
    };
    expect(Object.keys(wrongWithTerms(wrong)).sort()).toEqual([
      "billingDay",
      "exemptionCode",
      "graceHours",
      "mostAmount",
      "mostLines",
    ]);
    expect(Object.keys(wrongWithTerms({ ...terms, taxRates: many }))).toEqual(["taxRates"]);
    // Nobody is exempt from a tax that is due.
    expect(withTerms(usual, { ...terms, taxRates: ["vat"] }).exemption_code).toBe("");
    expect(withTerms(usual, { ...terms, exemptionCode: " vatex-eu-g " }).exemption_code).toBe("VATEX-EU-G");
  });

  it("offer what can be given, and what is there already", () => {
    expect(offeredRates([vat, old], []).map(({ code }) => code)).toEqual(["vat"]);
    expect(offeredRates([vat, old], ["old"]).map(({ code }) => code)).toEqual(["vat", "old"]);
  });
});
