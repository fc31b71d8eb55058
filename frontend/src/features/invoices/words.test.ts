import { describe, expect, it } from "vitest";
import { creditNote, draft, fee, invoice, usage } from "../../../test/invoices";
import { offered } from "./Actions";
import { readFilter, withFilter } from "./filter";
import { wrongWith } from "./RecordPayment";
import {
  addressLines,
  amountRows,
  dayWords,
  lineName,
  lineNotes,
  periodWords,
  spanWords,
  stepWords,
  taxNotes,
  titleOf,
} from "./words";

describe("an invoice", () => {
  it("is called by its number, and a draft by what it is", () => {
    expect(titleOf(invoice)).toBe("Invoice INV-000042");
    expect(titleOf(creditNote)).toBe("Credit note CN-000007");
    expect(titleOf(draft)).toBe("Invoice, draft");
    expect(titleOf({ ...invoice, kind: "threshold" })).toBe("Interim invoice INV-000042");
    expect(titleOf({ ...draft, kind: "adjustment", state: "discarded" })).toBe("Adjustment, made anew");
  });

  it("has days that are the same everywhere", () => {
    expect(dayWords("2026-11-01", "en-US")).toBe("Nov 1, 2026");
    expect(periodWords({ from: "2026-11-01", to: "2026-11-01" })).toBe(dayWords("2026-11-01"));
  });

  it("comes to what is to be paid, row by row", () => {
    const rows = (of: typeof invoice) => amountRows(of).map(([label, amount]) => `${label}: ${amount}`);
    expect(rows({ ...invoice, paid: "6.16" })).toEqual([
      "Without tax: $64.00",
      "VAT (DE), 19% of $64.00: $12.16",
      "Total: $76.16",
      "Credits: -$10.00",
      "To be paid: $66.16",
      "Paid: -$6.16",
      "Still open: $60.00",
    ]);
    expect(rows(creditNote)).toEqual([
      "Without tax: -$5.00",
      "Total: -$5.00",
      "To be paid: $0.00",
      "Becomes a credit: $5.00",
    ]);
    expect(taxNotes(creditNote.taxes)).toEqual(["No tax is due: Reverse charge (VATEX-EU-AE)."]);
    expect(taxNotes({ ...invoice.taxes, inclusive: true })).toEqual(["Prices have the taxes in."]);
  });

  it("is changed as its state allows", () => {
    expect(offered(draft)).toEqual(["finalize"]);
    expect(offered(invoice)).toEqual(["pay", "give_up", "void"]);
    expect(offered({ state: "past_due", paid: "0.01" })).toEqual(["pay", "give_up"]);
    expect(offered({ state: "uncollectible", paid: "0.00" })).toEqual(["pay", "void"]);
    for (const state of ["paid", "void", "discarded"] as const) expect(offered({ state, paid: "0.00" })).toEqual([]);
  });

  it("is found by what makes sense in the address", () => {
    const read = (text: string) => readFilter(new URLSearchParams(text));
    expect(read("state=past_due&search=%20INV-%20")).toEqual({ state: "past_due", search: "INV-" });
    expect(read(`state=lost&search=${"x".repeat(70)}`)).toEqual({ search: "x".repeat(64) });
    expect(withFilter(new URLSearchParams("tenant=acme&state=paid"), { search: "7" }).toString()).toBe(
      "tenant=acme&search=7",
    );
  });

  it("is to an address without what is not given", () => {
    expect(addressLines(invoice.buyer.address)).toEqual(["1 Main Street", "62701 Springfield, IL", "United States"]);
    expect(addressLines({ line1: "", line2: "", city: "", region: "", postal_code: "", country: "" })).toEqual([]);
  });
});

describe("a line", () => {
  it("says what it is for, in days of the tenant's clock", () => {
    expect(lineName(fee)).toBe("Access");
    expect(lineName({ ...fee, kind: "commitment" })).toBe("Least amount of Scale");
    expect(spanWords(fee.from, fee.to, "Europe/Berlin", "en-US")).toBe("Dec 1, 2026 to Dec 31, 2026");
    expect(spanWords(fee.from, "2026-12-01T23:00:00Z", "Europe/Berlin", "en-US")).toBe("Dec 1, 2026");
    expect(spanWords(usage.from, usage.to, "Europe/Berlin", "en-US")).toBe(
      "Nov 1, 2026, 12:00 AM to Nov 15, 2026, 12:00 PM",
    );
  });

  it("follows from steps, each with all of its digits", () => {
    expect(usage.detail.steps?.map((step) => stepWords(step, "USD"))).toEqual([
      "1,000 included",
      "Tier 1: 200.000000001 × $0.000000000001",
      "Tier 2: 50.5 × $0.50, and $5.00 once",
      "Down to the most amount",
    ]);
    expect(stepWords({ kind: "rate", quantity: "250", unit_amount: "0.029", amount: "7.25" }, "USD")).toBe(
      "2.9% of $250.00",
    );
    expect(stepWords({ kind: "packages", quantity: "3", unit_amount: "1", amount: "3" }, "USD")).toBe(
      "Packages: 3 × $1.00",
    );
  });

  it("tells what was billed of it before, and what a fee is of", () => {
    expect(lineNotes(usage, "USD")).toEqual(["It comes to $29.90 now; $10.00 of it were billed before."]);
    expect(lineNotes(fee, "USD")).toEqual(["The fee of a whole interval is $49.00."]);
  });
});

describe("a payment", () => {
  const right = { amount: "64.26", method: "bank transfer", reference: "", at: "" };
  it("is an amount that came somehow", () => {
    expect(wrongWith(right)).toEqual({});
    expect(Object.keys(wrongWith({ ...right, amount: "64,26", method: " ", at: "soon" }))).toEqual([
      "amount",
      "method",
      "at",
    ]);
  });
});
