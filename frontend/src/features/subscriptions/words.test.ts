import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { subscription } from "../../../test/plans";
import { writeFor } from "../../time/reader";
import type { Change, Subscription } from "./load";
import { whenBody, wrongWhen } from "./when";
import { changeWords, inOrder, nextChange, offered, standing, trialEnd } from "./words";

beforeEach(() => writeFor({ locale: "en-GB" }));
afterEach(() => writeFor({}));

const [start] = subscription.changes as [Change];
const change = (sequence: number, kind: Change["kind"], at: string, part: Partial<Change> = {}): Change => ({
  sequence,
  kind,
  at,
  is_scheduled: true,
  made_by: "key_1",
  created_at: "2026-11-20T10:00:00Z",
  ...part,
});
const of = (part: Partial<Subscription>): Subscription => ({ ...subscription, ...part });
const later = "2026-12-31T23:00:00Z";

describe("a subscription", () => {
  it("is told to whom it is for, on the tenant's clock", () => {
    expect(standing(subscription, "Europe/Berlin", "Scale")).toEqual([
      "You have Scale.",
      "The current period is from 1 Nov 2026, 00:00 to 1 Nov 2027, 00:00.",
      "It goes on like this until it is changed.",
    ]);
    const changed = of({
      state: "trialing",
      changes: [start, change(2, "change_plan", later, { plan: { code: "starter", version: 1 } })],
    });
    expect(standing(changed, "Europe/Berlin", "Scale")).toContain("Nothing is charged until 15 Nov 2026, 00:00.");
    expect(standing(changed, "Europe/Berlin", "Scale")).toContain(
      "Next, on 1 Jan 2027, 00:00: changes to starter, version 1.",
    );
    expect(standing(of({ state: "paused" }), "UTC", "Scale")).toContain("It is paused: fees rest meanwhile.");
    const pending = of({ state: "pending", current_period: null, changes: [{ ...start, is_scheduled: true }] });
    expect(standing(pending, "UTC", "Scale").slice(0, 2)).toEqual([
      "It begins with Scale on 31 Oct 2026, 23:00.",
      "Nothing is charged until 14 Nov 2026, 23:00.",
    ]);
    expect(standing(of({ state: "canceled", canceled_at: later, current_period: null }), "UTC", "Scale")).toEqual([
      "It had Scale from 31 Oct 2026, 23:00 to 31 Dec 2026, 23:00.",
    ]);
  });

  it("has its changes in the order in which they take effect", () => {
    const changes = [
      start,
      change(3, "resume", later),
      change(2, "pause", "2026-12-01T00:00:00Z"),
      change(4, "cancel", later),
    ];
    expect(inOrder(changes).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(nextChange(of({ changes }))?.sequence).toBe(2);
    expect(nextChange(of({ changes, state: "canceled" }))).toBeUndefined();
    expect(inOrder(changes).map(changeWords)).toEqual(["Began with scale, version 2", "Pauses", "Goes on", "Ends"]);
    expect(changes.map((one) => changeWords({ ...one, is_scheduled: false })).slice(1)).toEqual([
      "Went on",
      "Paused",
      "Ended",
    ]);
    expect(trialEnd(subscription)).toBeUndefined();
  });

  it.each<[Partial<Subscription>, readonly string[]]>([
    [{ state: "pending" }, ["change_plan", "pause", "cancel"]],
    [{ state: "trialing" }, ["change_plan", "pause", "cancel"]],
    [{ state: "active" }, ["change_plan", "pause", "cancel"]],
    [{ state: "paused" }, ["change_plan", "resume", "cancel"]],
    [{ state: "canceled" }, []],
    [{ changes: [start, change(2, "pause", later)] }, ["change_plan", "pause", "resume", "cancel"]],
    [{ changes: [start, change(2, "cancel", later)] }, ["change_plan", "pause"]],
    [{ state: "paused", changes: [start, change(2, "resume", later)] }, ["change_plan", "pause", "resume", "cancel"]],
  ])("%j can be asked for %j", (part, kinds) => expect(offered(of(part))).toEqual(kinds));
});

describe("when a change takes effect", () => {
  const today = Date.parse("2026-11-20T10:00:00Z");
  it("is now, at the end of the period, or on the tenant's clock", () => {
    expect(whenBody({ how: "now", at: "2026-12-01T00:00" }, "UTC")).toEqual({});
    expect(whenBody({ how: "period_end", at: "" }, "UTC")).toEqual({ when: "period_end" });
    expect(whenBody({ how: "at", at: "2026-12-01T00:00" }, "Europe/Berlin")).toEqual({ at: "2026-11-30T23:00:00Z" });
  });
  it.each([
    [{ how: "now", at: "" }, true],
    [{ how: "period_end", at: "nonsense" }, true],
    [{ how: "at", at: "" }, false],
    [{ how: "at", at: "2026-12-01T00:00" }, true],
    [{ how: "at", at: "2027-12-25T10:00" }, true],
    [{ how: "at", at: "2027-12-25T11:00" }, false],
    [{ how: "at", at: "2025-10-16T09:00" }, false],
  ] as const)("may be %j: %j", (when, right) => expect(wrongWhen(when, "UTC", today) === undefined).toBe(right));
});
