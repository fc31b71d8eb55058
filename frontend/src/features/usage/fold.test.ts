import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sum } from "../../exact/decimal";
import { type Aggregation, filterValue, fold, groupLabel, groupOf, type Row } from "./fold";
import { csvOf } from "./table";

const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, "0")}:00:00Z`;
const starts = [10, 11, 12].map((hour) => Date.parse(at(hour)));
type Value = string | number | boolean | null | undefined;

function row(hour: number, value: string, model?: Value): Row {
  return {
    from: at(hour),
    to: at(hour + 1),
    value,
    events: 1,
    group_by: model === undefined ? {} : { model },
  };
}

const grouped = (rows: Row[], totals: Row[], aggregation: Aggregation = "SUM") =>
  fold({ rows, totals, starts, aggregation, group: "model", label: "" });

/** Ten groups, g0 the greatest. */
const many = Array.from({ length: 10 }, (_, index) => row(10, `${100 - index}.1`, `g${index}`));

describe("folding", () => {
  it("shows nothing as 0 where values add up, and as nothing where they do not", () => {
    const of = (aggregation: Aggregation) =>
      fold({ rows: [row(11, "2.5")], totals: [], starts, aggregation, group: undefined, label: "all" }).series[0]
        ?.values;
    expect(of("SUM")).toEqual(["0", "2.5", "0"]);
    expect(of("MAX")).toEqual([undefined, "2.5", undefined]);
    expect(of("AVG")).toEqual([undefined, "2.5", undefined]);
  });

  it("keeps the seven greatest and adds up the others exactly", () => {
    const { series, leftOut } = grouped(many, many);
    expect(series.map(({ label }) => label)).toEqual(["g0", "g1", "g2", "g3", "g4", "g5", "g6", "Other (3 groups)"]);
    expect(series[7]?.total).toBe(sum(["93.1", "92.1", "91.1"]));
    expect(leftOut).toBe(0);
  });

  it("leaves out what cannot be put together, and says how much", () => {
    const { series, leftOut } = grouped(many, many, "AVG");
    expect(series).toHaveLength(7);
    expect(leftOut).toBe(3);
    expect(series[0]?.total).toBe("100.1");
  });

  it("takes the greatest of the others for MAX", () => {
    expect(grouped(many, many, "MAX").series[7]?.total).toBe("93.1");
    expect(grouped(many, many, "MIN").series[7]?.total).toBe("91.1");
  });

  it("loses nothing: all series together are all rows", () => {
    const rows = fc.array(
      fc.record({ hour: fc.integer({ min: 10, max: 12 }), value: fc.nat(), model: fc.integer({ min: 0, max: 20 }) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(rows, (parts) => {
        const all = parts.map(({ hour, value, model }) => row(hour, `${value}.000000001`, model));
        const models = [...new Set(parts.map(({ model }) => model))];
        const totals = models.map((model) =>
          row(10, sum(all.filter((r) => r.group_by?.model === model).map((r) => r.value)), model),
        );
        const { series } = grouped(all, totals);
        return sum(series.map(({ total }) => total ?? "0")) === sum(all.map(({ value }) => value));
      }),
    );
  });

  it("holds text, number, truth, null and missing apart", () => {
    const keys = ["5", 5, true, "true", null, "null", undefined, ""].map((value) =>
      groupOf(row(10, "1", value), "model"),
    );
    expect(new Set(keys).size).toBe(8);
    expect(keys.map(groupLabel)).toEqual(['"5"', "5", "true", '"true"', "null", '"null"', "(none)", "(empty)"]);
    expect(groupLabel('"Other"')).toBe('"Other"');
    expect(groupLabel('"small"')).toBe("small");
  });
});

describe("CSV", () => {
  it("has every digit, quotes what needs it and makes no formulas", () => {
    const columns = ["plain", 'a "b", c', "=1+1", "-x"];
    const values = ["12345678901234567890.123456789", "-1", undefined, "0"];
    expect(csvOf({ columns, rows: [{ from: starts[0] ?? 0, to: starts[1] ?? 0, values }] })).toBe(
      `from,to,plain,"a ""b"", c",'=1+1,'-x\r\n${at(10)},${at(11)},12345678901234567890.123456789,-1,,0\r\n`,
    );
  });
});

describe("a group as a filter", () => {
  it.each([
    ['"large"', "large"],
    ['"5"', '"5"'],
    ["5", "5"],
    ["true", "true"],
    ['"true"', '"true"'],
    ["null", "null"],
    ['""', '""'],
    ['"\\"quoted\\""', '"\\"quoted\\""'],
    ["missing", ""],
  ])("%s is asked for as %s", (key, value) => expect(filterValue(key, "model")).toBe(value));
  it("of a subject is its text", () => expect(filterValue('"5"', "subject")).toBe("5"));
});
