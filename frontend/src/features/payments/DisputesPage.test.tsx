import { screen } from "@testing-library/react";
import { http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { disputed } from "../../../test/paid";
import { rowOf, signedIn } from "../../../test/person";
import { page, server, tenant } from "../../../test/server";
import type { Dispute } from "./disputes";

let there: Dispute[];
let asked: string[];

beforeEach(() => {
  [there, asked] = [[disputed], []];
  server.use(
    http.get("*/api/v1/disputes", ({ request }) => {
      expect(request.headers.get("Weir-Tenant")).toBeNull();
      asked.push(new URL(request.url).search);
      return page(there);
    }),
  );
});

describe("disputes", () => {
  it("show until when to respond, and lead to the payment", async () => {
    await signedIn("support", "/disputes");
    const row = await rowOf("waits for a response");
    for (const text of ["$66.16", "fraudulent"]) expect(row.getByText(text)).toBeVisible();
    expect(row.getByText(/Dec 10, 2026/)).toBeVisible();
    const link = row.getByRole("link", { name: disputed.payment_id });
    expect(link).toHaveAttribute("href", `/app/tenants/${tenant.id}/invoices/of/${disputed.invoice_id}`);
    expect(asked[0]).toBe("?limit=50");
  });

  it("are narrowed down by their state, as the address says", async () => {
    there = [];
    await signedIn("finance", "/disputes?state=lost");
    expect(await screen.findByText("No dispute fits")).toBeVisible();
    expect(asked[0]).toBe("?limit=50&state=lost");
  });

  it("are the platform's people's", async () => {
    await signedIn("owner", "/disputes");
    expect(await screen.findByText("There is no such page")).toBeVisible();
    expect(asked).toEqual([]);
  });
});
