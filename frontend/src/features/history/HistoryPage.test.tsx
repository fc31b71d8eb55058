import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { meter, page, problem, server, tenant } from "../../../test/server";
import type { Schemas } from "../../api/client";
import type { Import } from "./load";

const open: Import = {
  id: "him_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  tenant_id: tenant.id,
  tenant_key: "acme",
  meter_id: meter.id,
  meter: "tokens",
  from: "2026-01-01T00:00:00Z",
  to: "2026-04-01T00:00:00Z",
  state: "open",
  rows: 0,
  duplicates: 0,
  conflicts: 0,
  refused: 0,
  replaced_cells: null,
  replaced_events: null,
  imported_cells: null,
  job_id: null,
  made_by: "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  created_at: "2026-11-20T10:00:00Z",
  started_at: null,
  imported_at: null,
  canceled_at: null,
};

let there: Import;
let sent: { path: string; type: string | null; line: string | null; body: string }[];
let after: (string | null)[];
let refusals: (() => Response)[];

function command(of: Import): Response {
  const done: Schemas["command_status"] = {
    id: "cmd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    type: "weir.history_import.start.v1",
    status: "succeeded",
    resource: { ...of },
    problem: null,
    job: null,
    issued_at: "2026-11-20T10:05:00Z",
    finished_at: "2026-11-20T10:05:01Z",
    receipt: "AQADDAC3pQ",
  };
  return HttpResponse.json(done);
}

beforeEach(() => {
  [there, sent, after, refusals] = [open, [], [], []];
  const note = async (request: Request) => {
    const url = new URL(request.url);
    const [type, line] = [request.headers.get("Content-Type"), url.searchParams.get("first_line")];
    sent.push({ path: url.pathname, type, line, body: await request.text() });
    return refusals.shift()?.();
  };
  const one = "*/api/v1/history-imports/:import";
  server.use(
    http.get("*/api/v1/meters", () => page([meter])),
    http.get("*/api/v1/history-imports", () => page([there])),
    http.get(one, ({ params }) =>
      params.import === open.id ? HttpResponse.json(there) : problem(404, "history_import_not_found", "No."),
    ),
    http.get(`${one}/preview`, ({ request }) => {
      after.push(new URL(request.url).searchParams.get("after"));
      const shown: Schemas["history_preview"] = {
        is_preview: true,
        import: there,
        now: { value: "40", events: 40, cells: 12 },
        then: { value: "81230.5", events: there.rows, cells: there.rows },
        difference: "81190.5",
        invoices: [
          {
            id: "inv_01ARZ3NDEKTSV4RRFFQ69G5FAV",
            number: "INV-000042",
            state: "paid",
            currency: "EUR",
            period: { from: "2026-01-01", to: "2026-01-31" },
          },
        ],
      };
      return HttpResponse.json(shown);
    }),
    http.post("*/api/v1/history-imports", async ({ request }) => {
      const refused = await note(request);
      return refused ?? HttpResponse.json(there, { status: 201 });
    }),
    http.post(`${one}/rows`, async ({ request }) => {
      const refused = await note(request);
      if (refused) return refused;
      there = { ...there, rows: there.rows + 2 };
      return HttpResponse.json({ rows: 2, receipt: "AQADDAC3pQ" }, { status: 202 });
    }),
    http.post(`${one}/start`, async ({ request }) => {
      const refused = await note(request);
      if (refused) return refused;
      there = { ...there, state: "imported", replaced_events: 40, replaced_cells: 12, imported_cells: 2 };
      return command(there);
    }),
    http.delete(one, () => {
      there = { ...there, state: "canceled", canceled_at: "2026-11-20T10:05:00Z" };
      return command(there);
    }),
  );
});

const address = `/history/${open.id}`;
const file = (text: string, name = "past.csv") => new File([text], name, { type: "text/csv" });

describe("past usage", () => {
  it("is begun for a tenant, a meter and a range that makes sense", async () => {
    const user = await signedIn("operator", "/history");
    expect((await rowOf("tokens of acme")).getByText("takes rows")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Import past usage" }));
    const form = within(await screen.findByRole("dialog"));
    await waitFor(() => expect(form.getByRole("button", { name: "Go on to the rows" })).toBeEnabled());
    await user.click(form.getByRole("button", { name: "Go on to the rows" }));
    expect(form.getByText("Whose usage it is")).toBeVisible();
    await user.type(form.getByLabelText(/^Tenant/), " acme ");
    await user.type(form.getByLabelText(/^From/), "2026-04-01T00:00");
    await user.type(form.getByLabelText(/^To/), "2026-01-01T00:00");
    expect(form.getByText("It has to be later than the start")).toBeVisible();
    await user.clear(form.getByLabelText(/^From/));
    await user.type(form.getByLabelText(/^From/), "2026-01-01T00:00");
    await user.clear(form.getByLabelText(/^To/));
    await user.type(form.getByLabelText(/^To/), "2026-04-01T00:00");
    refusals = [
      () =>
        HttpResponse.json(
          { code: "history_range_refused", detail: "No.", errors: [{ pointer: "/to", detail: "Too late." }] },
          { status: 422 },
        ),
    ];
    await user.click(form.getByRole("button", { name: "Go on to the rows" }));
    expect(await form.findByText("Too late.")).toBeVisible();
    await user.click(form.getByRole("button", { name: "Go on to the rows" }));
    expect(await screen.findByRole("heading", { name: "tokens of acme", level: 1 })).toBeVisible();
    const range = { from: "2026-01-01T00:00:00Z", to: "2026-04-01T00:00:00Z" };
    expect(JSON.parse(sent[1]?.body ?? "")).toEqual({ tenant: "acme", meter: "tokens", ...range });
  });

  it("is sent from a file, looked at, and takes its place when that is meant", async () => {
    const user = await signedIn("operator", address);
    const input = await screen.findByLabelText("File");
    await user.upload(input, file("time,value\nyesterday,1\n"));
    refusals = [
      () =>
        HttpResponse.json(
          {
            code: "history_import_invalid",
            detail: "Rows cannot be counted.",
            errors: [{ index: 0, code: "time_malformed", detail: "line 2: this is no time" }],
          },
          { status: 422 },
        ),
    ];
    await user.click(screen.getByRole("button", { name: "Send the rows" }));
    expect(await screen.findByText("line 2: this is no time")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Let it take its place" })).toBeNull();
    await user.upload(input, file("time,value\n2026-01-01T00:00:00Z,1\n2026-01-01T01:00:00Z,2\n"));
    await user.click(screen.getByRole("button", { name: "Send the rows" }));
    expect(await screen.findByText("2 rows were sent.")).toBeVisible();
    expect(sent[1]).toMatchObject({ path: `/api/v1/history-imports/${open.id}/rows`, type: "text/csv", line: "2" });
    await waitFor(() => expect(after.at(-1)).toBe("AQADDAC3pQ"));
    expect(await screen.findByText("81,190.5")).toBeVisible();
    expect(screen.getByRole("link", { name: "INV-000042" })).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Let it take its place" }));
    const question = within(await screen.findByRole("alertdialog"));
    expect(question.getByRole("button", { name: "Replace it" })).toBeDisabled();
    await user.type(question.getByLabelText(/^Type acme/), "acme");
    await user.click(question.getByRole("button", { name: "Replace it" }));
    expect(await screen.findByText("40 events in 12 hourly cells")).toBeVisible();
    expect(JSON.parse(sent.at(-1)?.body ?? "")).toEqual({ rows: 2 });
    expect(screen.queryByLabelText("File")).toBeNull();
  });

  it("tells of a file without rows, and is given up", async () => {
    const user = await signedIn("operator", address);
    await user.upload(await screen.findByLabelText("File"), file("time,value\n"));
    await user.click(screen.getByRole("button", { name: "Send the rows" }));
    expect(await screen.findByText("There are no rows in the file.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Give it up" }));
    const question = within(await screen.findByRole("alertdialog"));
    await user.click(question.getByRole("button", { name: "Give it up" }));
    expect(await screen.findByText("given up")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Give it up" })).toBeNull();
  });

  it("is only looked at by support, and by nobody in a tenant", async () => {
    await signedIn("support", address);
    expect(await screen.findByText("Counted now")).toBeVisible();
    expect(screen.queryByLabelText("File")).toBeNull();
    expect(screen.queryByRole("button", { name: "Give it up" })).toBeNull();
  });

  it("is not there for people of a tenant, nor by another id", async () => {
    await signedIn("owner", "/history");
    expect(await screen.findByText("There is no such page")).toBeVisible();
  });

  it("that does not exist says so", async () => {
    await signedIn("support", "/history/him_x");
    expect(await screen.findByText("There is no import with this id")).toBeVisible();
  });
});
