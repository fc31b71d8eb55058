import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { late } from "../../../test/collections";
import { invoice } from "../../../test/invoices";
import { declinedPayment, openPayment, paidDetails, paidPayment } from "../../../test/paid";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, server, tenant } from "../../../test/server";
import type { Schemas } from "../../api/client";
import { goElsewhere } from "../../ui/elsewhere";
import type { Invoice } from "./load";
import type { Attempt } from "./online";

vi.mock("../../ui/elsewhere");

const own = `/invoices/of/${invoice.id}`;
const staff = `/tenants/${tenant.id}/invoices/of/${invoice.id}`;
const payNow = { name: "Pay $66.16 now" };

let there: Invoice;
let tried: Attempt[];
let asked: string[];
let providers: Schemas["payment_options"]["providers"];

beforeEach(() => {
  vi.mocked(goElsewhere).mockClear();
  [there, tried, asked, providers] = [invoice, [], [], ["stripe"]];
  server.use(
    http.get("*/api/v1/tenants/:tenant/invoices", () => page([there])),
    http.get("*/api/v1/tenants/:tenant/billing-state", () => problem(404, "tenant_not_found", "No.")),
    http.get("*/api/v1/invoices/:invoice", () => HttpResponse.json(there)),
    http.get("*/api/v1/invoices/:invoice/lines", () => page([])),
    http.get("*/api/v1/invoices/:invoice/payments", () => page([])),
    http.get("*/api/v1/audit", () => page([])),
    http.get("*/api/v1/users", () => page([])),
    http.get("*/api/v1/api-keys", () => page([])),
    http.get("*/api/v1/tenants/:tenant/members", () => page([])),
    http.get("*/api/v1/payments", ({ request }) => {
      const { search, searchParams } = new URL(request.url);
      asked.push(search);
      const state = searchParams.get("state");
      return page(tried.filter((one) => state === null || one.state === state));
    }),
    http.get("*/api/v1/payment-options", () => HttpResponse.json({ providers })),
    http.get("*/api/v1/payments/:payment", () => HttpResponse.json(paidDetails)),
  );
});

const checkout = (answer: () => Response) =>
  server.use(http.post("*/api/v1/invoices/:invoice/checkouts", () => answer()));

describe("an invoice that is open", () => {
  it("is paid on the payment provider's page", async () => {
    checkout(() => HttpResponse.json(openPayment, { status: 201 }));
    const user = await signedIn("billing", own);
    await user.click(await screen.findByRole("button", payNow));
    await waitFor(() => expect(goElsewhere).toHaveBeenCalledWith(openPayment.url));
    expect(screen.queryByRole("region", { name: "Paid online" })).toBeNull();
  });

  it("has no button while no payment provider takes money", async () => {
    [providers, tried] = [[], [declinedPayment]];
    await signedIn("owner", own);
    expect(await screen.findByText("The last payment was declined")).toBeVisible();
    expect(screen.queryByRole("button", payNow)).toBeNull();
  });

  it("says why it cannot be paid now", async () => {
    checkout(() => problem(409, "payment_not_offered", "No payment provider takes money at the moment."));
    const user = await signedIn("owner", own);
    await user.click(await screen.findByRole("button", payNow));
    expect(await screen.findByText("It cannot be paid now")).toBeVisible();
    expect(goElsewhere).not.toHaveBeenCalled();
  });

  it("shows that a payment was declined, in the list too", async () => {
    tried = [declinedPayment];
    server.use(
      http.get("*/api/v1/collections", ({ request }) => (asked.push(new URL(request.url).search), page([late]))),
    );
    const user = await signedIn("billing", "/invoices");
    const link = await screen.findByRole("link", { name: "See the invoice and pay it another way" });
    expect(asked).toContain("?declined=true&limit=20");
    expect(screen.getByText(/The payment of INV-000042 was declined, and \$66.16 are still open/)).toBeVisible();
    await user.click(link);
    expect(await screen.findByText("The last payment was declined")).toBeVisible();
    expect(screen.getByText(/Your card has insufficient funds/)).toBeVisible();
    expect(screen.getByRole("button", payNow)).toBeVisible();
    expect((await rowOf("declined")).getByText("$66.16")).toBeVisible();
  });

  it("is not paid twice while a payment is under way", async () => {
    tried = [{ ...openPayment, state: "processing", url: null }];
    await signedIn("owner", own);
    expect(await screen.findByText(/A payment is under way/)).toBeVisible();
    expect(screen.queryByRole("button", payNow)).toBeNull();
  });

  it("waits for the payment provider's word for who comes back from its page", async () => {
    tried = [openPayment];
    await signedIn("owner", `${own}?paid=${openPayment.id}`);
    expect(await screen.findByText(/A payment is under way/)).toBeVisible();
  });
});

describe("payments", () => {
  it("are listed for a tenant's people with what was paid back and is disputed", async () => {
    tried = [paidPayment];
    const user = await signedIn("billing", "/invoices/payments");
    expect((await rowOf("paid")).getByText("$6.16")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Details" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(await dialog.findByText("Outage of November")).toBeVisible();
    expect(dialog.getByText("waits for a response")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Pay back", hidden: true })).toBeNull();
  });

  it("are paid back by the platform's staff", async () => {
    [there, tried] = [{ ...invoice, state: "paid", paid: "66.16" }, [paidPayment]];
    const sent: unknown[] = [];
    server.use(
      http.post("*/api/v1/payments/:payment/refunds", async ({ request }) => {
        sent.push(await request.json());
        return sent.length === 1
          ? problem(422, "refund_exceeds_payment", "60.00 can be paid back.")
          : HttpResponse.json(paidDetails.refunds[0], { status: 201 });
      }),
    );
    const user = await signedIn("finance", staff);
    await user.click(await screen.findByRole("button", { name: "Pay back" }));
    await user.type(await screen.findByLabelText(/^Why/), "Outage");
    await user.click(screen.getByRole("button", { name: "Pay it back" }));
    expect(await screen.findByText("Nothing was paid back")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Pay it back" }));
    expect(await screen.findByText("The payment provider was asked to pay it back.")).toBeVisible();
    expect(sent[1]).toEqual({ amount: "60", reason: "Outage" });
    expect(screen.queryByRole("button", payNow)).toBeNull();
  });
});
