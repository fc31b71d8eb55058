// Runs of invoices in words, for who looks after them.
import type { Runs } from "./load";

export type Run = Runs["runs"][number];

export const runWords: Record<Run["state"], string> = {
  queued: "waits",
  running: "is running",
  succeeded: "done",
  failed: "failed",
  canceled: "stopped",
};

export const runColors: Record<Run["state"], string> = {
  queued: "blue",
  running: "teal",
  succeeded: "green",
  failed: "red",
  canceled: "gray",
};

/** One that goes on, or begins by itself within a minute. */
export function isSoonAnother({ runs }: Runs, now = Date.now()): boolean {
  return runs.some(
    ({ state, due_at }) => state === "running" || (state === "queued" && Date.parse(due_at) - now < 60_000),
  );
}

/** The newest run with something that went wrong: an attempt of it, or a tenant in it. */
export function lastTrouble({ runs }: Runs): Run | undefined {
  return runs.find(({ problem, report }) => problem !== null || (report !== null && report.failed > 0));
}

export function troubleWords({ problem, report }: Run): string {
  if (problem) return problem.detail === "" ? problem.code : `${problem.code}: ${problem.detail}`;
  const failed = report?.failed ?? 0;
  if (failed === 0) return "";
  return failed === 1
    ? "1 tenant could not be billed; the log says which and why."
    : `${failed} tenants could not be billed; the log says which and why.`;
}

const some = (count: number, one: string, more: string) =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : more}`];

/** "3 invoices, 1 tenant parked"; of one that did nothing, that. */
export function reportWords(report: Run["report"]): string {
  if (!report) return "–";
  const parts = [
    ...some(report.invoices, "invoice", "invoices"),
    ...some(report.parked, "tenant parked", "tenants parked"),
    ...some(report.failed, "tenant failed", "tenants failed"),
    ...some(report.past_due, "invoice past due", "invoices past due"),
  ];
  return parts.length === 0 ? "nothing was to be done" : parts.join(", ");
}

export function progressWords({ done, total, state }: Run): string {
  if (state === "queued" && total === null) return "–";
  return total === null ? `${done}` : `${done} of ${total}`;
}
