import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { late, lateDetails } from "../../../test/collections";
import { invoice } from "../../../test/invoices";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, server, tenant } from "../../../test/server";
import type { CollectionDetails } from "./collections";

let known: CollectionDetails;
let sent: unknown[];

beforeEach(() => {
  [known, sent] = [lateDetails, []];
  server.use(
    http.get("*/api/v1/tenants/:tenant/billing-state", () => problem(404, "tenant_not_found", "No.")),
    http.get("*/api/v1/invoices/:invoice", () => HttpResponse.json({ ...invoice, state: "past_due" })),
    http.get("*/api/v1/invoices/:invoice/lines", () => page([])),
    http.get("*/api/v1/invoices/:invoice/payments", () => page([])),
    http.get("*/api/v1/audit", () => page([])),
    http.get("*/api/v1/users", () => page([])),
    http.get("*/api/v1/api-keys", () => page([])),
    http.get("*/api/v1/tenants/:tenant", () => HttpResponse.json(tenant)),
    http.get("*/api/v1/tenants/:tenant/members", () => page([])),
    http.get("*/api/v1/tenants/:tenant/invoices", () => page([])),
    http.get("*/api/v1/invoices/:invoice/collection", () => HttpResponse.json(known)),
    http.get("*/api/v1/collections", ({ request }) => {
      const state = new URL(request.url).searchParams.get("state");
      return page(state === known.state ? [{ ...late, state: known.state }] : []);
    }),
    http.post("*/api/v1/invoices/:invoice/collection/changes", async ({ request }) => {
      sent.push(await request.json());
      if (known.state === "held") return problem(409, "collection_state_refused", "It is held already.");
      known = { ...known, state: "held" };
      return HttpResponse.json({ ...late, state: "held" });
    }),
  );
});

describe("an invoice whose money does not come", () => {
  it("shows its payers what was done and what follows", async () => {
    await signedIn("billing", `/invoices/of/${invoice.id}`);
    const section = within(await screen.findByRole("region", { name: "Until it is paid" }));
    expect(section.getByText("did not work: it was declined")).toBeVisible();
    expect(section.getByText("Pause the subscriptions")).toBeVisible();
    expect(section.getByText(/As the plan scale, version 2, says/)).toBeVisible();
    expect(section.queryByRole("button", { name: /^Hold/ })).toBeNull();
  });

  it("is held by staff, from the list of all that are late", async () => {
    const user = await signedIn("finance", "/all-invoices/late");
    const row = await rowOf("INV-000042");
    expect(row.getByText("insufficient_funds")).toBeVisible();
    expect(row.getByText("Remind by mail")).toBeVisible();
    await user.click(row.getByRole("button", { name: "Hold INV-000042" }));
    expect(await screen.findByText("There is none")).toBeVisible();
    expect(sent).toEqual([{ change: "hold" }]);
    await user.selectOptions(screen.getByLabelText("State"), "held");
    expect((await rowOf("INV-000042")).getByRole("button", { name: "Resume INV-000042" })).toBeVisible();
  });
});
