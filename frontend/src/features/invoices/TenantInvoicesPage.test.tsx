import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { draft, fee, invoice } from "../../../test/invoices";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, server, tenant } from "../../../test/server";
import type { Command } from "../../api/command";
import type { BillingState, Invoice } from "./load";

const address = `/tenants/${tenant.id}/invoices`;
const going: BillingState = {
  tenant_id: tenant.id,
  next_at: "2026-12-31T23:00:00Z",
  billed_until: "2026-11-30T23:00:00Z",
  parked: null,
};
const parked: BillingState = {
  ...going,
  parked: { at: "2026-12-01T01:00:00Z", code: "invoice_bounds_exceeded", detail: "20.00 USD" },
};

let there: Invoice[];
let state: BillingState;
let sent: { path: string; inside: string | null; once: string | null; body: unknown }[];
let answers: (() => Response)[];

function done(resource: object): Response {
  const command: Command = {
    id: "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    type: "weir.invoice.change.v1",
    status: "succeeded",
    resource: resource as Record<string, never>,
    problem: null,
    job: null,
    issued_at: "2026-11-20T10:00:00Z",
    finished_at: "2026-11-20T10:00:01Z",
  };
  return HttpResponse.json(command);
}

beforeEach(() => {
  [there, state, sent, answers] = [[invoice], going, [], []];
  const command = async ({ request }: { request: Request }) => {
    const text = await request.text();
    sent.push({
      path: new URL(request.url).pathname.replace("/api/v1", ""),
      inside: request.headers.get("Weir-Tenant"),
      once: request.headers.get("Idempotency-Key"),
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    });
    return answers.shift()?.() ?? problem(500, "unexpected", "No.");
  };
  const list = ({ request }: { request: Request }) =>
    request.headers.get("Weir-Tenant") === null ? page(there) : problem(404, "tenant_not_found", "No.");
  server.use(
    http.get("*/api/v1/tenants/:tenant/invoices", list),
    http.get("*/api/v1/invoices", list),
    http.get("*/api/v1/tenants/:tenant/billing-state", () => HttpResponse.json(state)),
    http.get("*/api/v1/parked-tenants", () => page(state.parked ? [state] : [])),
    http.get("*/api/v1/invoices/:invoice", ({ params }) => {
      const found = there.find(({ id }) => id === params.invoice);
      return found ? HttpResponse.json(found) : problem(404, "invoice_not_found", "No.");
    }),
    http.get("*/api/v1/invoices/:invoice/lines", () => page([fee])),
    http.get("*/api/v1/invoices/:invoice/payments", () => page([])),
    http.get("*/api/v1/audit", () => page([])),
    http.get("*/api/v1/users", () => page([])),
    http.post("*/api/v1/invoices/:invoice/changes", command),
    http.post("*/api/v1/invoices/:invoice/payments", command),
    http.post("*/api/v1/tenants/:tenant/billing-state/release", command),
  );
});

const open = async (which: string) => {
  const user = await signedIn("finance", `${address}/of/${which}`);
  await screen.findByRole("heading", { level: 1, name: /^Invoice/ });
  return user;
};
const closed = () =>
  waitFor(() => {
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.queryByRole("alertdialog")).toBeNull();
  });

describe("the invoices of a tenant, for staff", () => {
  it("are where its list leads, with how far it is billed", async () => {
    const user = await signedIn("operator", "/tenants");
    await user.click((await rowOf("Acme")).getByRole("link", { name: "Invoices of Acme" }));
    expect(await screen.findByRole("heading", { name: "Invoices of Acme", level: 1 })).toBeVisible();
    const billing = within(await screen.findByRole("region", { name: "Billing" }));
    expect(billing.getByText("Dec 1, 2026, 12:00 AM")).toBeVisible();
    expect(billing.queryByRole("button")).toBeNull();
    await user.click((await rowOf("Invoice INV-000042")).getByRole("link"));
    expect(await screen.findByRole("button", { name: "Record a payment" })).toBeVisible();
  });

  it("are finalized", async () => {
    there = [draft];
    answers = [
      () => {
        there = [{ ...draft, state: "finalized", number: "INV-000043", version: 3 }];
        return done(invoice);
      },
    ];
    const user = await open(draft.id);
    await user.click(screen.getByRole("button", { name: "Finalize" }));
    const question = within(await screen.findByRole("alertdialog"));
    await user.click(question.getByRole("button", { name: "Finalize" }));
    expect(await screen.findByText("The invoice is finalized.")).toBeVisible();
    expect(await screen.findByRole("heading", { level: 1, name: "Invoice INV-000043" })).toBeVisible();
    expect(sent).toMatchObject([{ path: `/invoices/${draft.id}/changes`, inside: null, body: { change: "finalize" } }]);
  });

  it("get payments, in parts, and are told what is refused", async () => {
    const user = await open(invoice.id);
    await user.click(screen.getByRole("button", { name: "Record a payment" }));
    const form = within(await screen.findByRole("dialog"));
    expect(form.getByLabelText(/^Amount/)).toHaveValue("66.16");
    expect(form.getByText(/\$66.16, what is still open/)).toBeVisible();
    await user.click(form.getByRole("button", { name: "Record it" }));
    expect(form.getByText("Say how the money came.")).toBeVisible();
    await user.clear(form.getByLabelText(/^Amount/));
    await user.type(form.getByLabelText(/^Amount/), "6.16");
    await user.type(form.getByLabelText(/^How it came/), "bank transfer");
    await user.type(form.getByLabelText(/^Reference/), "r1");
    await user.type(form.getByLabelText(/^Came in \(UTC\)/), "2026-12-05T10:00");
    answers = [
      () => problem(409, "invoice_payment_known", "A payment with this reference is recorded already."),
      () => {
        there = [{ ...invoice, paid: "6.16", version: 3 }];
        return done(invoice);
      },
    ];
    await user.click(form.getByRole("button", { name: "Record it" }));
    expect(await form.findByText(/is recorded already/)).toBeVisible();
    await user.click(form.getByRole("button", { name: "Record it" }));
    expect(await screen.findByText("The payment of Invoice INV-000042 is recorded.")).toBeVisible();
    await closed();
    expect(screen.getByRole("row", { name: "Still open $60.00" })).toBeVisible();
    // What is paid in part is not void.
    expect(screen.queryByRole("button", { name: "Void" })).toBeNull();
    expect(sent[1]?.body).toEqual({
      amount: "6.16",
      method: "bank transfer",
      reference: "r1",
      received_at: "2026-12-05T10:00:00Z",
    });
    expect(sent[1]?.once).not.toBe(sent[0]?.once);
  });

  it("are made void when the number was typed, and given up", async () => {
    const user = await open(invoice.id);
    await user.click(screen.getByRole("button", { name: "Give up" }));
    let question = within(await screen.findByRole("alertdialog"));
    answers = [() => problem(409, "invoice_state_refused", "it is paid"), () => done(invoice)];
    await user.click(question.getByRole("button", { name: "Give up" }));
    expect(await question.findByText("it is paid")).toBeVisible();
    await user.click(question.getByRole("button", { name: "Cancel" }));
    await closed();
    await user.click(screen.getByRole("button", { name: "Void" }));
    question = within(await screen.findByRole("alertdialog"));
    expect(question.getByRole("button", { name: "Void" })).toBeDisabled();
    await user.type(question.getByLabelText(/^Type INV-000042/), "INV-000042");
    await user.click(question.getByRole("button", { name: "Void" }));
    expect(await screen.findByText("The invoice is void.")).toBeVisible();
    expect(sent.map(({ body }) => body)).toEqual([{ change: "give_up" }, { change: "void" }]);
  });

  it("are read by support, who changes nothing", async () => {
    state = parked;
    await signedIn("support", address);
    expect(await screen.findByText(/^It is parked/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Bill it again" })).toBeNull();
  });

  it("are made again once a parked tenant was looked at", async () => {
    state = parked;
    answers = [
      () => {
        state = going;
        return done(going);
      },
    ];
    const user = await signedIn("finance", address);
    expect(await screen.findByText("An invoice would be larger than its bounds allow. (20.00 USD)")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Bill it again" }));
    const question = within(await screen.findByRole("alertdialog"));
    await user.click(question.getByRole("button", { name: "Bill it again" }));
    expect(await screen.findByText("Acme is billed again.")).toBeVisible();
    await closed();
    expect(screen.queryByText(/^It is parked/)).toBeNull();
    expect(sent[0]?.path).toBe(`/tenants/${tenant.id}/billing-state/release`);
  });
});

describe("all invoices", () => {
  it("name their tenants, and those that are parked are billed again", async () => {
    state = parked;
    answers = [
      () => {
        state = going;
        return done(going);
      },
    ];
    const user = await signedIn("finance", "/tenants");
    await user.click(await screen.findByRole("link", { name: "All invoices" }));
    const row = await rowOf("Invoice INV-000042");
    expect(row.getByRole("link", { name: "Invoice INV-000042" })).toHaveAttribute(
      "href",
      `/app${address}/of/${invoice.id}`,
    );
    expect(await row.findByRole("link", { name: "Acme" })).toBeVisible();
    await user.click(screen.getByRole("link", { name: "Parked tenants" }));
    await user.click(await screen.findByRole("button", { name: "Bill again: Acme" }));
    const question = within(await screen.findByRole("alertdialog"));
    await user.click(question.getByRole("button", { name: "Bill it again" }));
    expect(await screen.findByText("Acme is billed again.")).toBeVisible();
    expect(await screen.findByText("Nobody is parked")).toBeVisible();
  });

  it("are nothing for a tenant's people", async () => {
    await signedIn("owner", "/all-invoices");
    expect(await screen.findByRole("heading", { name: "There is no such page" })).toBeVisible();
  });
});
