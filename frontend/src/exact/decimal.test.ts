import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changeInPercent,
  compare,
  format,
  formatMoney,
  formatPercent,
  movePoint,
  parse,
  place,
  subtract,
  sum,
  write,
} from "./decimal";

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([whole, fraction]) => write(whole * 10n ** 9n + BigInt(fraction)));

describe("exact decimals", () => {
  it("are written as they were read", () => {
    fc.assert(fc.property(decimals, (text) => write(parse(text)) === text));
    expect(write(parse("-0"))).toBe("0");
    expect(write(parse("1.500"))).toBe("1.5");
  });

  it("keep digits that a binary number would lose", () => {
    expect(sum(["0.1", "0.2"])).toBe("0.3");
    expect(sum(["12345678901234567890.123456789", "0.000000001"])).toBe("12345678901234567890.12345679");
    expect(subtract("9007199254740993", "1")).toBe("9007199254740992");
    expect(format("12345678901234567890.123456789", "en")).toBe("12,345,678,901,234,567,890.123456789");
  });

  it("add up in any order, and subtracting undoes it", () => {
    fc.assert(fc.property(decimals, decimals, (a, b) => sum([a, b]) === sum([b, a]) && subtract(sum([a, b]), b) === a));
  });

  it("compare by value, not by text", () => {
    expect(compare("9", "10")).toBe(-1);
    expect(compare("1.0", "1")).toBe(0);
    expect(compare("-1", "-2")).toBe(1);
  });

  it("tell a change in percent, and none from nothing", () => {
    expect(changeInPercent("150", "100")).toBe("50");
    expect(changeInPercent("1", "3")).toBe("-66.7");
    expect(changeInPercent("1", "0")).toBeUndefined();
  });

  it("refuse what the API never writes", () => {
    for (const text of ["", "1e5", "NaN", ".5", "1.", "0x1", " 1", "1.0000000001"]) expect(() => parse(text)).toThrow();
  });

  it("are money with the currency's digits, and with every further one", () => {
    expect(formatMoney("20", "USD", "en-US")).toBe("$20.00");
    expect(formatMoney("0.000000000001", "USD", "en-US")).toBe("$0.000000000001");
    expect(formatMoney("999999999999.999999999999", "USD", "en-US")).toBe("$999,999,999,999.999999999999");
    expect(formatMoney("-0.000000000000000000001", "USD", "en-US")).toBe("-$0.000000000000000000001");
    expect(formatMoney("1500", "JPY", "en-US")).toBe("¥1,500");
    expect(formatMoney("1.5", "KWD", "en-US").replace(/\s/, " ")).toBe("KWD 1.500");
  });

  it("are shares in percent", () => {
    expect(formatPercent("0.029", "en-US")).toBe("2.9%");
    expect(formatPercent("0.000000000001", "en-US")).toBe("0.0000000001%");
  });

  it.each([
    ["0.029", 2, "2.9"],
    ["2.9", -2, "0.029"],
    ["100", -2, "1"],
    ["1", 2, "100"],
    ["0", 2, "0"],
    ["0.5", -2, "0.005"],
    ["0010.50", 0, "10.5"],
    ["1e3", 2, "1e3"],
    ["", -2, ""],
  ])("%j with its point moved by %j is %j", (text, places, moved) => expect(movePoint(text, places)).toBe(moved));

  it("come back when the point is moved there and back", () => {
    const shares = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 999_999_999 }))
      .map(([whole, fraction]) => write(whole * 10n ** 9n + BigInt(fraction)));
    fc.assert(fc.property(shares, (text) => movePoint(movePoint(text, 2), -2) === text));
  });

  it("become numbers for places only", () => {
    expect(place("1.5")).toBe(1.5);
  });
});
