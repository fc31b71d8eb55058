import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { invoice } from "../../../test/invoices";
import { signedIn } from "../../../test/person";
import { page, server, tenant } from "../../../test/server";
import { type Push, pushWords } from "./pushes";

const pushed: Push = {
  payment_provider_id: "ppr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  state: "pushed",
  reference: "in_1",
  status: "open",
  number: "AB-0001",
  url: "https://invoice.stripe.com/i/1",
  attempts: 0,
  failure: null,
  next_at: null,
  pushed_at: "2026-11-27T10:00:04Z",
  created_at: "2026-11-27T10:00:02Z",
  updated_at: "2026-11-27T10:00:04Z",
};
const failed: Push = {
  ...pushed,
  state: "failed",
  reference: null,
  status: null,
  number: null,
  url: null,
  failure: { code: "amount_not_at_stripe", message: "Stripe takes KWD in steps of 0.01." },
  pushed_at: null,
};
const address = `/tenants/${tenant.id}/invoices/of/${invoice.id}`;
let known: Push[];

beforeEach(() => {
  known = [pushed];
  server.use(
    http.get("*/api/v1/tenants/:tenant/billing-state", () => HttpResponse.json({}, { status: 404 })),
    http.get("*/api/v1/invoices/:invoice", () => HttpResponse.json(invoice)),
    http.get("*/api/v1/invoices/:invoice/lines", () => page([])),
    http.get("*/api/v1/invoices/:invoice/payments", () => page([])),
    http.get("*/api/v1/audit", () => page([])),
    http.get("*/api/v1/users", () => page([])),
    http.get("*/api/v1/api-keys", () => page([])),
    http.get("*/api/v1/tenants/:tenant/members", () => page([])),
    http.get("*/api/v1/tenants/:tenant/invoices", () => page([])),
    http.get("*/api/v1/invoices/:invoice/pushes", () => page(known)),
    http.post("*/api/v1/invoices/:invoice/pushes", () => {
      known = [{ ...failed, state: "waiting", failure: null, next_at: "2026-11-27T11:00:00Z" }];
      return HttpResponse.json({ items: known, next_cursor: null }, { status: 202 });
    }),
  );
});

const section = async () => within(await screen.findByRole("region", { name: "At Stripe" }));

describe("what Stripe was told of an invoice", () => {
  it("is one line for staff, with its page there", async () => {
    await signedIn("support", address);
    expect((await section()).getByText("in_1 pushed, open there")).toBeVisible();
    expect((await section()).getByRole("link", { name: "Hosted invoice page" })).toHaveAttribute("href", pushed.url);
    expect((await section()).queryByRole("button")).toBeNull();
  });

  it("says why it failed, and is tried again", async () => {
    known = [failed];
    const user = await signedIn("operator", address);
    expect(
      (await section()).getByText("failed: amount_not_at_stripe (Stripe takes KWD in steps of 0.01.)"),
    ).toBeVisible();
    await user.click((await section()).getByRole("button", { name: "Try again" }));
    expect(await (await section()).findByText("waiting")).toBeVisible();
    expect((await section()).queryByRole("button")).toBeNull();
  });

  it("is nothing where nobody is told, and for those who are billed", async () => {
    known = [];
    await signedIn("operator", address);
    await screen.findByRole("heading", { name: "In short" });
    expect(screen.queryByRole("region", { name: "At Stripe" })).toBeNull();
  });

  it("has the reason of a draft that waits", () => {
    expect(
      pushWords({ ...pushed, state: "waiting", status: "draft", failure: { code: "unavailable", message: "" } }),
    ).toBe("in_1 waiting: unavailable");
  });
});
