import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { balance, credit, entry, ofNote } from "../../../test/credits";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, server, tenant } from "../../../test/server";
import type { Command } from "../../api/command";
import { emptyDraft, toSend, wrongWith } from "./draft";
import type { Balance, Credit } from "./load";
import { standingOf } from "./words";

let there: Credit[];
let sums: Balance[];
let sent: { path: string; inside: string | null; once: string | null; body: unknown }[];
let answers: (() => Response)[];

function done(resource: Credit, status = 200): Response {
  const command: Command = {
    id: "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    type: "weir.credit.grant.v1",
    status: "succeeded",
    resource,
    problem: null,
    job: null,
    issued_at: "2026-11-20T10:00:00Z",
    finished_at: "2026-11-20T10:00:01Z",
  };
  return HttpResponse.json(command, { status });
}

beforeEach(() => {
  [there, sums, sent, answers] = [[credit, ofNote], [balance], [], []];
  const command = async ({ request }: { request: Request }) => {
    const text = await request.text();
    sent.push({
      path: new URL(request.url).pathname,
      inside: request.headers.get("Weir-Tenant"),
      once: request.headers.get("Idempotency-Key"),
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    });
    return answers.shift()?.() ?? problem(500, "unexpected", "No.");
  };
  server.use(
    http.get("*/api/v1/tenants/:tenant/credit-balances", () => page(sums)),
    http.get("*/api/v1/tenants/:tenant/credits", () => page(there)),
    http.get("*/api/v1/tenants/:tenant/credit-entries", ({ request }) => {
      const currency = new URL(request.url).searchParams.get("currency") ?? "";
      return page([
        { ...entry, currency },
        {
          ...entry,
          currency,
          sequence: 1,
          kind: "granted",
          amount: "100.00",
          balance_after: "100.00",
          invoice_id: null,
        },
      ]);
    }),
    http.post("*/api/v1/tenants/:tenant/credits", command),
    http.post("*/api/v1/credits/:credit/void", command),
  );
});

describe("the credits of a tenant", () => {
  it("are told to its billing people with balance, grants and ledger, read only", async () => {
    sums = [
      { ...balance, available: "80.00" },
      { ...balance, currency: "EUR", balance: "1.00", available: "1.00" },
    ];
    const user = await signedIn("billing", "/invoices/credits");
    const cards = within(await screen.findByRole("list", { name: "Balances" })).getAllByRole("listitem");
    expect(cards.map((card) => card.textContent)).toEqual([
      "Available in USD$80.00$10.00 more have expired; the ledger says so within an hour.",
      "Available in EUR€1.00",
    ]);
    const prepaid = await rowOf("Prepaid");
    expect(prepaid.getByText("open")).toBeVisible();
    expect(prepaid.getByText("$90.00")).toBeVisible();
    expect(prepaid.getByText("Nov 20, 2027, 12:00 AM")).toBeVisible();
    const note = await rowOf("Of a credit note");
    expect(note.getByText("used up")).toBeVisible();
    expect(note.getByRole("link", { name: "The credit note" })).toHaveAttribute(
      "href",
      `/app/invoices/of/${ofNote.invoice_id ?? ""}`,
    );
    const used = await rowOf("Used by an invoice");
    expect(used.getByText("-$10.00")).toBeVisible();
    await user.selectOptions(screen.getByLabelText("Currency"), "EUR");
    await waitFor(() => expect(screen.getByText("-€10.00")).toBeVisible());
    expect(screen.queryByRole("button", { name: /^(Grant|Take back)/ })).toBeNull();
  });

  it("may be none", async () => {
    [there, sums] = [[], []];
    await signedIn("owner", "/invoices/credits");
    expect(await screen.findByText("There are no credits")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Grant a credit" })).toBeNull();
  });

  it("that cannot be loaded say so", async () => {
    server.use(http.get("*/api/v1/tenants/:tenant/credit-balances", () => problem(403, "forbidden", "Not now.")));
    await signedIn("owner", "/invoices/credits");
    expect(await screen.findByText("The credits could not be loaded")).toBeVisible();
  });

  it("are granted by finance from outside", async () => {
    [there, sums] = [[], []];
    const user = await signedIn("finance", `/tenants/${tenant.id}/invoices/credits`);
    await user.click(await screen.findByRole("button", { name: "Grant a credit" }));
    const form = within(await screen.findByRole("dialog"));
    await user.click(form.getByRole("button", { name: "Grant it" }));
    expect(form.getByText(/^More than nothing/)).toBeVisible();
    await user.type(form.getByLabelText(/^Amount/), "100.50");
    await user.type(form.getByLabelText(/^Expires/), "2027-11-20T00:00");
    await user.type(form.getByLabelText(/^Reason/), "Sorry");
    answers = [
      () => problem(400, "decimal_too_precise", "At most 2 digits."),
      () => {
        [there, sums] = [[credit], [balance]];
        return done(credit, 201);
      },
    ];
    await user.click(form.getByRole("button", { name: "Grant it" }));
    expect(await form.findByText("Nothing was granted")).toBeVisible();
    await user.click(form.getByRole("button", { name: "Grant it" }));
    expect(await screen.findByText("Acme has the credit.")).toBeVisible();
    expect(await rowOf("Prepaid")).toBeDefined();
    const body = { amount: "100.50", currency: "EUR", priority: 100, is_paid: false, reason: "Sorry" };
    expect(sent[0]).toMatchObject({
      path: `/api/v1/tenants/${tenant.id}/credits`,
      inside: null,
      body: { ...body, expires_at: "2027-11-19T23:00:00Z" },
    });
    expect(sent[1]?.once).not.toBe(sent[0]?.once);
  });

  it("are taken back as far as something remains", async () => {
    const user = await signedIn("operator", `/tenants/${tenant.id}/invoices/credits`);
    await user.click(await screen.findByRole("button", { name: "Take back: Prepaid, $90.00" }));
    expect(screen.getAllByRole("button", { name: /^Take back/, hidden: true })).toHaveLength(1);
    const question = within(await screen.findByRole("alertdialog"));
    expect(question.getByText(/\$90.00 remain. It was paid for/)).toBeVisible();
    answers = [() => done(credit)];
    await user.click(question.getByRole("button", { name: "Take it back" }));
    expect(await screen.findByText("What remained of the credit is taken back.")).toBeVisible();
    expect(sent[0]?.path).toBe(`/api/v1/credits/${credit.id}/void`);
  });
});

describe("a credit", () => {
  it("is open, used up or expired", () => {
    expect(standingOf({ is_open: true, remaining: "1.00" })).toBe("open");
    expect(standingOf({ is_open: false, remaining: "0.00" })).toBe("used up");
    expect(standingOf({ is_open: false, remaining: "0.10" })).toBe("expired");
  });

  it("is granted with what makes sense", () => {
    const right = { ...emptyDraft("USD"), amount: "1" };
    expect(wrongWith(right, "UTC")).toEqual({});
    expect(toSend(right, "UTC")).toEqual({ amount: "1", currency: "USD", priority: 100, is_paid: false });
    const wrong = { ...right, amount: "0.00", currency: "US", priority: "1000001", expires: "soon" };
    expect(Object.keys(wrongWith(wrong, "UTC"))).toEqual(["amount", "currency", "priority", "expires"]);
  });
});
