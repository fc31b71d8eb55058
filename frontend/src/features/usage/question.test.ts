import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rfc3339 } from "../../time/zone";
import { changed, presets, rangeBefore, rangeOf, readQuestion, toggled, withoutOnly } from "./question";
import { points_most, possibleWindows, windowFor, windowStarts } from "./windows";

const berlin = "Europe/Berlin";
const now = Date.parse("2026-11-20T10:20:30Z");
const read = (text: string) => readQuestion(new URLSearchParams(text), berlin);
const range = (text: string, minute_offset = 0) => {
  const { from, to } = rangeOf(read(text), now, { minute_offset });
  return `${rfc3339(from)} ${rfc3339(to)}`;
};

describe("the question in the URL", () => {
  it("is this month of the tenant's clock unless it says otherwise", () => {
    expect(range("")).toBe("2026-10-31T23:00:00Z 2026-11-20T11:00:00Z");
    expect(range("range=last_month")).toBe("2026-09-30T22:00:00Z 2026-10-31T23:00:00Z");
    expect(range("range=24h")).toBe("2026-11-19T11:00:00Z 2026-11-20T11:00:00Z");
    expect(range("range=24h", 30)).toBe("2026-11-19T10:30:00Z 2026-11-20T10:30:00Z");
    expect(range("zone=UTC")).toBe("2026-11-01T00:00:00Z 2026-11-20T11:00:00Z");
  });

  it("takes a custom range to whole hours", () => {
    expect(range("range=custom&from=2026-11-01T00:30:00Z&to=2026-11-02T00:10:00Z")).toBe(
      "2026-11-01T00:00:00Z 2026-11-02T00:00:00Z",
    );
    expect(range("range=custom&from=2026-11-01T00:30:00Z&to=2026-11-01T00:40:00Z")).toBe(
      "2026-11-01T00:00:00Z 2026-11-01T01:00:00Z",
    );
  });

  it("is not led astray", () => {
    expect(read("range=never&window=EON&zone=Mars&compare=yes")).toEqual(read(""));
    expect(read("range=custom&from=2026-11-02&to=2026-11-01").preset).toBe("this_month");
    expect(read("range=custom&from=x").preset).toBe("this_month");
  });

  it("keeps what is not changed", () => {
    const next = changed(new URLSearchParams("a=1&b=2"), { b: undefined, c: "3" });
    expect(next.toString()).toBe("a=1&c=3");
  });
});

describe("the period before", () => {
  const before = (text: string) => {
    const { from, to } = rangeBefore(read(text), rangeOf(read(text), now, { minute_offset: 0 }));
    return `${rfc3339(from)} ${rfc3339(to)}`;
  };
  it("is the same part of the month before, or as long", () => {
    expect(before("")).toBe("2026-09-30T22:00:00Z 2026-10-20T10:00:00Z");
    expect(before("range=last_month")).toBe("2026-08-31T22:00:00Z 2026-09-30T22:00:00Z");
    expect(before("range=7d")).toBe("2026-11-06T11:00:00Z 2026-11-13T11:00:00Z");
  });
});

describe("windows", () => {
  it("are never more than a chart can show, and cover the range", () => {
    const hour = 3_600_000;
    const zones = fc.constantFrom("UTC", berlin, "America/New_York");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 * 3000 }), zones, (hours, zone) => {
        const of = { from: Math.floor(now / hour) * hour - hours * hour, to: Math.floor(now / hour) * hour };
        const starts = windowStarts(of, windowFor(of, undefined), zone, 0);
        return starts.length <= points_most && starts[0] === of.from && (starts.at(-1) ?? 0) < of.to;
      }),
    );
  });

  it("are what the API's AUTO is, unless another one fits", () => {
    const days = (count: number) => ({ from: now - count * 86_400_000, to: now });
    expect(windowFor(days(31), undefined)).toBe("HOUR");
    expect(windowFor(days(32), undefined)).toBe("DAY");
    expect(windowFor(days(800), undefined)).toBe("MONTH");
    expect(windowFor(days(31), "DAY")).toBe("DAY");
    expect(windowFor(days(60), "HOUR")).toBe("DAY");
    expect(possibleWindows(days(60))).toEqual(["DAY", "MONTH"]);
  });

  it("all presets have some", () => {
    for (const preset of presets) {
      const question = read(`range=${preset}`);
      const of = rangeOf(question, now, { minute_offset: 0 });
      expect(windowStarts(of, windowFor(of, undefined), berlin, 0).length).toBeGreaterThan(0);
    }
  });
});

describe("filters in the URL", () => {
  const read = (text: string) => readQuestion(new URLSearchParams(text), "UTC").only;
  it("are by dimension, each with its values, and go one by one", () => {
    const search = new URLSearchParams("only.model=large&only.model=5&only.subject=a&group=model");
    expect(read(search.toString())).toEqual({ model: ["large", "5"], subject: ["a"] });
    expect(toggled(search, "model", "large").toString()).toBe("only.model=5&only.subject=a&group=model");
    expect(read(toggled(search, "model", "null").toString())).toEqual({
      model: ["large", "5", "null"],
      subject: ["a"],
    });
    expect(withoutOnly(search).toString()).toBe("group=model");
    expect(search.has("only.model")).toBe(true);
  });
});
