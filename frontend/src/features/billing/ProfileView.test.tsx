import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { buyer } from "../../../test/invoices";
import { signedIn } from "../../../test/person";
import { page, problem, server, tenant } from "../../../test/server";
import { buyerOf, draftOf, isSame, type Profile, wrongWith } from "./profile";
import { profileFacts } from "./words";

const usual: Profile = {
  issuer: null,
  buyer,
  billing_day: 31,
  tax_rates: ["vat"],
  tax_inclusive: false,
  exemption_reason: "",
  exemption_code: "",
  finalize: "automatic",
  grace_hours: 1,
  most_lines: null,
  most_amount_minor: null,
};

let kept: Profile;
let sent: { match: string | null; inside: string | null; body: unknown }[];
let answers: (() => Response)[];
const path = "*/api/v1/tenants/:tenant/billing-profile";

beforeEach(() => {
  [kept, sent, answers] = [usual, [], []];
  const shown = () => HttpResponse.json(kept, { headers: { ETag: `"${sent.length}"` } });
  server.use(
    http.get("*/api/v1/issuers", () => page([])),
    http.get("*/api/v1/tax-rates", () => page([])),
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

describe("how a tenant is billed", () => {
  it("is changed by its billing people as far as it is theirs", async () => {
    const user = await signedIn("billing", "/invoices/to");
    const form = within(await screen.findByRole("form", { name: "Who invoices are to" }));
    expect(form.getByLabelText(/^Legal name/)).toHaveValue("Acme Inc.");
    expect(form.getByText("United States")).toBeVisible();
    expect(screen.getByText("31, or the last one")).toBeVisible();
    const keep = form.getByRole("button", { name: "Keep it" });
    expect(keep).toBeDisabled();
    await user.clear(form.getByLabelText(/^Country/));
    await user.type(form.getByLabelText(/^Country/), "d");
    await user.click(keep);
    expect(form.getByText("Two letters, as ISO 3166 has them: DE, US.")).toBeVisible();
    await user.type(form.getByLabelText(/^Country/), "e");
    expect(form.getByText("Germany")).toBeVisible();
    await user.type(form.getByLabelText(/^Tax id/), "DE1");
    answers = [
      () =>
        HttpResponse.json(
          { code: "validation_failed", detail: "No.", errors: [{ pointer: "/buyer/tax_id", detail: "No tax id." }] },
          { status: 400 },
        ),
    ];
    await user.click(keep);
    expect(await form.findByText("No tax id.")).toBeVisible();
    await user.click(keep);
    expect(await screen.findByText("It is kept: invoices are to them from now on.")).toBeVisible();
    expect(keep).toBeDisabled();
    // All of it, as it was: from the platform what is left out would become what is usual.
    const changed = { ...usual, buyer: { ...buyer, tax_id: "DE1", address: { ...buyer.address, country: "DE" } } };
    expect(sent[1]).toEqual({ match: '"0"', inside: tenant.id, body: changed });
  });

  it("that somebody else has changed meanwhile is looked at first", async () => {
    const user = await signedIn("finance", `/tenants/${tenant.id}/invoices/to`);
    const form = within(await screen.findByRole("form", { name: "Who invoices are to" }));
    await user.type(form.getByLabelText(/^City/), "!");
    answers = [() => problem(412, "precondition_failed", "No.")];
    kept = { ...usual, buyer: { ...buyer, legal_name: "Acme GmbH" } };
    await user.click(form.getByRole("button", { name: "Keep it" }));
    expect(await form.findByText(/Somebody else has changed it meanwhile/)).toBeVisible();
    await user.click(form.getByRole("button", { name: "Show what is kept" }));
    expect(await form.findByDisplayValue("Acme GmbH")).toBeVisible();
    expect(form.getByLabelText(/^City/)).toHaveValue("Springfield");
    expect(sent[0]?.inside).toBeNull();
  });

  it("is read by support, who changes nothing", async () => {
    await signedIn("support", `/tenants/${tenant.id}/invoices/to`);
    expect(await screen.findByLabelText(/^Legal name/)).toHaveAttribute("readonly");
    expect(screen.queryByRole("button", { name: "Keep it" })).toBeNull();
  });

  it("that cannot be loaded says so", async () => {
    server.use(http.get(path, () => problem(403, "forbidden", "Not now.")));
    await signedIn("owner", "/invoices/to");
    expect(await screen.findByText("How it is billed could not be loaded")).toBeVisible();
  });
});

describe("a billing profile", () => {
  it("has a buyer whose members are the same in any order", () => {
    expect(buyerOf({ ...draftOf(buyer), city: " Springfield " })).toEqual(buyer);
    expect(isSame(buyer, { ...buyer, address: { ...buyer.address } })).toBe(true);
    expect(isSame(buyer, { ...buyer, address: { ...buyer.address, line2: "x" } })).toBe(false);
    expect(wrongWith(draftOf(buyer))).toEqual({});
    expect(Object.keys(wrongWith({ ...draftOf(buyer), country: "DEU", email: "a b" }))).toEqual(["country", "email"]);
  });

  it("is told in words", () => {
    const told = (part: Partial<Profile>) => Object.fromEntries(profileFacts({ ...usual, ...part }));
    expect(told({})).toMatchObject({
      From: "the seller that was made first",
      Taxes: "vat",
      Prices: "are without taxes",
    });
    const exempt = { tax_rates: [], exemption_reason: "Reverse charge", exemption_code: "VATEX-EU-AE" };
    expect(told(exempt)).toMatchObject({ Taxes: "none: Reverse charge (VATEX-EU-AE)" });
    expect(told({ finalize: "by_hand", grace_hours: 12, most_lines: 9, most_amount_minor: 1000 })).toMatchObject({
      "Invoices are finalized": "by a person",
      "Late usage is waited for": "12 hours",
      "Most lines without a person": "9",
      "Most that is due without a person": "1000 minor units",
    });
  });
});
