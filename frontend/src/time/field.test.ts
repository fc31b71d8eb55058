import { describe, expect, it } from "vitest";
import { fieldOf, instantIn } from "./field";

describe("a field for a time", () => {
  it.each([
    ["2026-11-20T10:00:00Z", "UTC", "2026-11-20T10:00"],
    ["2026-11-20T10:00:00Z", "Asia/Kolkata", "2026-11-20T15:30"],
    ["2026-07-20T22:00:00Z", "Europe/Berlin", "2026-07-21T00:00"],
  ])("has %s in %s as %s, and gives it back", (instant, zone, field) => {
    expect(fieldOf(instant, zone)).toBe(field);
    expect(instantIn(field, zone)).toBe(instant);
  });

  it("leaves seconds out", () => expect(instantIn("2026-11-20T10:00:59", "UTC")).toBe("2026-11-20T10:00:00Z"));

  it.each(["", "x", "2026", "10:00", "2026-13-01T00:00"])("of %j has no time", (field) => {
    expect(instantIn(field, "UTC")).toBeUndefined();
  });

  it("of no instant is empty", () => expect(fieldOf(undefined, "UTC")).toBe(""));
});
