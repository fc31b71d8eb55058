import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOf, isZone, move, rfc3339, startOf, wall } from "./zone";

const at = (text: string) => Date.parse(text);

describe("zones", () => {
  it("know the days on which clocks change", () => {
    const day = startOf("DAY", at("2026-10-25T12:00:00Z"), "Europe/Berlin");
    expect(rfc3339(day)).toBe("2026-10-24T22:00:00Z");
    expect(rfc3339(move("DAY", day, 1, "Europe/Berlin"))).toBe("2026-10-25T23:00:00Z");
    expect(rfc3339(startOf("MONTH", at("2026-11-01T03:00:00Z"), "America/New_York"))).toBe("2026-10-01T04:00:00Z");
  });

  it("put what is in a gap behind it, and take the first of two", () => {
    expect(rfc3339(instantOf(at("2026-03-29T02:30:00Z"), "Europe/Berlin"))).toBe("2026-03-29T01:30:00Z");
    expect(rfc3339(instantOf(at("2026-10-25T02:30:00Z"), "Europe/Berlin"))).toBe("2026-10-25T00:30:00Z");
  });

  it("begin hours where the tenant's clock does", () => {
    expect(rfc3339(startOf("HOUR", at("2026-11-20T10:29:59Z"), "Asia/Kolkata", 30))).toBe("2026-11-20T09:30:00Z");
    expect(rfc3339(startOf("HOUR", at("2026-11-20T10:30:00Z"), "Asia/Kolkata", 30))).toBe("2026-11-20T10:30:00Z");
  });

  it("start no later than the instant, and the next start is later", () => {
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe");
    const units = fc.constantFrom("HOUR" as const, "DAY" as const, "MONTH" as const);
    const instants = fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2035-01-01T00:00:00Z") });
    fc.assert(
      fc.property(zones, units, instants, (zone, unit, instant) => {
        const start = startOf(unit, instant, zone);
        return start <= instant && move(unit, start, 1, zone) > instant;
      }),
    );
  });

  it("are what the browser has", () => {
    expect(isZone("Europe/Berlin")).toBe(true);
    expect(isZone("Mars/Olympus")).toBe(false);
    expect(wall(0, "UTC")).toBe(0);
  });
});
