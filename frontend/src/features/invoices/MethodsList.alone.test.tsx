import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { invoice } from "../../../test/invoices";
import { card, declinedPayment, openPayment, paidPayment } from "../../../test/paid";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, server } from "../../../test/server";
import { goElsewhere } from "../../ui/elsewhere";
import type { Method } from "./methods";

vi.mock("../../ui/elsewhere");

const own = `/invoices/of/${invoice.id}`;
const other: Method = { ...card, id: card.id.replace("01A", "02A"), last4: "1881", default: false };
const url = "https://checkout.stripe.com/c/pay/cs_test_setup";

let kept: Method[];
let sent: unknown[];

beforeEach(() => {
  vi.mocked(goElsewhere).mockClear();
  [kept, sent] = [[card, other], []];
  server.use(
    http.get("*/api/v1/payment-methods", () => page(kept)),
    http.get("*/api/v1/tenants/:tenant/invoices", () => page([invoice])),
    http.get("*/api/v1/invoices/:invoice", () => HttpResponse.json(invoice)),
    http.get("*/api/v1/invoices/:invoice/lines", () => page([])),
    http.get("*/api/v1/invoices/:invoice/payments", () => page([])),
    http.get("*/api/v1/audit", () => page([])),
    http.get("*/api/v1/users", () => page([])),
    http.get("*/api/v1/api-keys", () => page([])),
    http.get("*/api/v1/tenants/:tenant/members", () => page([])),
    http.get("*/api/v1/tenants/:tenant/billing-state", () => problem(404, "tenant_not_found", "No.")),
  );
});

describe("payment methods", () => {
  it("are entered on the payment provider's page", async () => {
    kept = [];
    server.use(
      http.post("*/api/v1/payment-methods/setups", () =>
        HttpResponse.json({ url, url_expires_at: "2026-12-02T09:00:00Z" }, { status: 201 }),
      ),
    );
    const user = await signedIn("billing", "/invoices/methods?kept=yes");
    expect(await screen.findByText("No payment method is kept")).toBeVisible();
    expect(screen.getByText(/once the payment provider says so/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Add a payment method" }));
    await waitFor(() => expect(goElsewhere).toHaveBeenCalledWith(url));
  });

  it("are chosen and removed", async () => {
    server.use(
      http.patch("*/api/v1/payment-methods/:method", async ({ request, params }) => {
        sent.push([params["method"], await request.json()]);
        kept = [
          { ...card, default: false },
          { ...other, default: true },
        ];
        return HttpResponse.json(kept[1]);
      }),
      http.delete("*/api/v1/payment-methods/:method", ({ params }) => {
        sent.push(params["method"]);
        if (sent.length < 3) return problem(503, "payment_provider_unavailable", "Stripe answers 503.");
        kept = [{ ...other, default: true }];
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const user = await signedIn("billing", "/invoices/methods");
    expect((await rowOf("visa ending in 4242")).getByText("charged")).toBeVisible();
    expect((await rowOf("visa ending in 4242")).getByText("04/2030")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Charge this one" }));
    expect(await screen.findByText("visa ending in 1881 is charged from now on.")).toBeVisible();
    expect(sent).toEqual([[other.id, { default: true }]]);
    await user.click((await rowOf("visa ending in 4242")).getByRole("button", { name: "Remove" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    await user.click(dialog.getByRole("button", { name: "Remove it" }));
    expect(await dialog.findByText("It was not removed")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Remove it" }));
    expect(await screen.findByText("visa ending in 4242 is removed.")).toBeVisible();
    await waitFor(() => expect(screen.queryByText("visa ending in 4242")).toBeNull());
  });
});

describe("an invoice that is open", () => {
  it("is charged to the card that is kept", async () => {
    const keys: (string | null)[] = [];
    server.use(
      http.post("*/api/v1/invoices/:invoice/charges", async ({ request }) => {
        keys.push(request.headers.get("idempotency-key"));
        sent.push(await request.json());
        if (sent.length === 1) return problem(503, "payment_provider_unavailable", "Stripe answers 503.");
        return HttpResponse.json(
          { ...paidPayment, origin: "saved_method", payment_method_id: card.id },
          { status: 201 },
        );
      }),
    );
    const user = await signedIn("billing", own);
    await user.click(await screen.findByRole("button", { name: "Charge visa ending in 4242" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    expect(dialog.getByText(/is charged \$66.16 at once/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Charge it" }));
    expect(await dialog.findByText("It was not charged")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Charge it" }));
    expect(await screen.findByText("The payment is paid.")).toBeVisible();
    expect(sent).toEqual([{ payment_method_id: card.id }, { payment_method_id: card.id }]);
    expect(keys[0]).toBe(keys[1]);
  });

  it("says when the bank said no", async () => {
    server.use(
      http.post("*/api/v1/invoices/:invoice/charges", () => HttpResponse.json(declinedPayment, { status: 201 })),
    );
    const user = await signedIn("billing", own);
    await user.click(await screen.findByRole("button", { name: "Charge visa ending in 4242" }));
    await user.click(await screen.findByRole("button", { name: "Charge it" }));
    expect(await screen.findByText("The payment is declined.")).toBeVisible();
  });

  it("is paid on a page that keeps the card, when its payer says so", async () => {
    kept = [];
    server.use(
      http.post("*/api/v1/invoices/:invoice/checkouts", async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(openPayment, { status: 201 });
      }),
    );
    const user = await signedIn("billing", own);
    await user.click(await screen.findByLabelText("Keep this card for later invoices"));
    await user.click(screen.getByRole("button", { name: "Pay $66.16 now" }));
    await waitFor(() => expect(goElsewhere).toHaveBeenCalledWith(openPayment.url));
    expect(sent).toEqual([{ save_method: true }]);
    expect(screen.queryByRole("button", { name: /^Charge/ })).toBeNull();
  });
});
