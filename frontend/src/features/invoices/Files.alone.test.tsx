import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { draft, fee, invoice } from "../../../test/invoices";
import { signedIn } from "../../../test/person";
import { page, problem, server, tenant } from "../../../test/server";
import { save } from "../../ui/save";
import type { Invoice } from "./load";

vi.mock("../../ui/save");

let shown: Invoice;
let asked: { path: string; tenant: string | null; signed: string | null }[];

beforeEach(() => {
  [shown, asked] = [invoice, []];
  vi.mocked(save).mockClear();
  server.use(
    http.get("*/api/v1/invoices/:invoice", () => HttpResponse.json(shown)),
    http.get("*/api/v1/invoices/:invoice/lines", () => page([fee])),
    http.get("*/api/v1/invoices/:invoice/payments", () => page([])),
    http.get("*/api/v1/tenants/:tenant/invoices", () => page([])),
    http.get("*/api/v1/invoices/:invoice/documents/:kind", ({ request, params }) => {
      asked.push({
        path: new URL(request.url).pathname,
        tenant: request.headers.get("Weir-Tenant"),
        signed: request.headers.get("Authorization"),
      });
      return params.kind === "ubl"
        ? problem(409, "invoice_document_refused", "The buyer has no country.")
        : new HttpResponse("%PDF-1.7");
    }),
  );
});

describe("the files of an invoice", () => {
  it("are saved under its number, or say what is missing", async () => {
    const user = await signedIn("billing", `/invoices/of/${invoice.id}`);
    await user.click(await screen.findByRole("button", { name: "PDF" }));
    await waitFor(() => expect(save).toHaveBeenCalledTimes(1));
    const [name, type, parts] = vi.mocked(save).mock.calls[0] ?? [];
    expect([name, type]).toEqual(["INV-000042.pdf", "application/pdf"]);
    expect((parts?.[0] as Blob).size).toBe(8);
    await user.click(screen.getByRole("button", { name: "E-invoice (UBL)" }));
    expect(await screen.findByText("The buyer has no country.")).toBeVisible();
    expect(asked.map(({ path }) => path.split("/").at(-1))).toEqual(["pdf", "ubl"]);
    expect(asked[0]).toMatchObject({ tenant: tenant.id, signed: "Bearer t" });
  });

  it("are none of a draft", async () => {
    shown = draft;
    await signedIn("billing", `/invoices/of/${draft.id}`);
    await screen.findByRole("heading", { level: 1, name: "Invoice, draft" });
    expect(screen.queryByRole("button", { name: "PDF" })).toBeNull();
  });
});
