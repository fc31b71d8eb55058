import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, server } from "../../../test/server";
import type { Runs } from "./load";
import { isSoonAnother, lastTrouble, progressWords, reportWords, type Run, troubleWords } from "./runs";

const done: Run = {
  id: "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  state: "succeeded",
  attempts: 1,
  done: 4,
  total: 4,
  due_at: "2026-11-20T09:12:00Z",
  created_at: "2026-11-20T09:12:00Z",
  started_at: "2026-11-20T09:12:01Z",
  finished_at: "2026-11-20T09:12:03Z",
  report: { tenants: 4, invoices: 3, parked: 1, failed: 0, past_due: 0 },
  problem: null,
};
const running: Run = { ...done, id: "job_2", state: "running", done: 2, total: 5, finished_at: null, report: null };
const failed: Run = { ...done, id: "job_0", report: { tenants: 4, invoices: 0, parked: 0, failed: 2, past_due: 0 } };

let there: Runs;

beforeEach(() => {
  there = {
    tenants: 12,
    due: 3,
    waiting: 1,
    parked: 1,
    next_at: "2026-11-20T10:00:00Z",
    data_through: "2026-11-20T10:11:00Z",
    runs: [running, done, failed],
  };
  server.use(
    http.get("*/api/v1/invoices", () => page([])),
    http.get("*/api/v1/invoice-runs", ({ request }) =>
      request.headers.get("Weir-Tenant") === null ? HttpResponse.json(there) : problem(403, "forbidden", "No."),
    ),
  );
});

describe("runs of invoices", () => {
  it("are told to who looks after them, with progress and with what went wrong last", async () => {
    const user = await signedIn("finance", "/all-invoices");
    await user.click(await screen.findByRole("link", { name: "Runs" }));
    const due = within(await screen.findByRole("region", { name: "Who is due" }));
    expect(due.getByText("Billed by the next run").nextSibling).toHaveTextContent("3");
    expect(due.getByRole("link", { name: "1" })).toHaveAttribute("href", "/app/all-invoices/parked");
    expect(screen.getByText(/^What went wrong last/)).toBeVisible();
    expect((await rowOf("is running")).getByText("2 of 5")).toBeVisible();
    expect((await rowOf("4 of 4")).getByText("3 invoices, 1 tenant parked")).toBeVisible();
    // What runs is looked at again by itself.
    there = { ...there, due: 0, runs: [{ ...running, state: "succeeded", done: 5, report: done.report }] };
    expect(await screen.findByText("5 of 5", {}, { timeout: 5000 })).toBeVisible();
    expect(screen.queryByText(/^What went wrong last/)).toBeNull();
  });

  it("may be none yet, or not be there", async () => {
    there = { ...there, runs: [], next_at: null, data_through: null, parked: 0 };
    let broken = true;
    server.use(
      http.get("*/api/v1/invoice-runs", () =>
        broken ? problem(403, "forbidden", "Not now.") : HttpResponse.json(there),
      ),
    );
    const user = await signedIn("operator", "/all-invoices/runs");
    expect(await screen.findByText("The runs could not be loaded")).toBeVisible();
    broken = false;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("There was no run yet")).toBeVisible();
  });

  it("are nothing for support", async () => {
    await signedIn("support", "/all-invoices/runs");
    expect(await screen.findByText("There is no such page")).toBeVisible();
    expect(screen.queryByRole("link", { name: "Runs" })).toBeNull();
  });
});

describe("a run", () => {
  it("is told in words", () => {
    expect(troubleWords(failed)).toMatch(/^2 tenants could not be billed/);
    expect(troubleWords({ ...done, problem: { code: "database_unavailable", detail: "" } })).toBe(
      "database_unavailable",
    );
    expect([reportWords(null), reportWords({ ...failed.report, failed: 0 } as Run["report"])]).toEqual([
      "–",
      "nothing was to be done",
    ]);
    expect(progressWords({ ...running, state: "queued", total: null })).toBe("–");
    expect(lastTrouble({ ...there, runs: [running, done] })).toBeUndefined();
  });

  it("is waited for when it is near", () => {
    const now = Date.parse("2026-11-20T10:00:00Z");
    const at = (due_at: string) => ({ ...there, runs: [{ ...done, state: "queued" as const, due_at }] });
    expect(isSoonAnother(at("2026-11-20T10:00:30Z"), now)).toBe(true);
    expect(isSoonAnother(at("2026-11-20T10:30:00Z"), now)).toBe(false);
    expect(isSoonAnother({ ...there, runs: [done] }, now)).toBe(false);
  });
});
