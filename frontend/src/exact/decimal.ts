// Exact decimals as the API writes them: texts with up to 9 digits after the point, held as whole billionths. This is
// the only place where a quantity becomes a number, and only to find its place on the screen.

import { readerLocale } from "../time/reader";

const scale = 9;
const one = 10n ** BigInt(scale);
const form = /^(-?)([0-9]+)(?:\.([0-9]{1,9}))?$/;

/** Billionths. */
type Exact = bigint;

export function parse(text: string): Exact {
  const found = form.exec(text);
  if (!found) throw new Error(`"${text.slice(0, 40)}" is no decimal of this API`);
  const [, sign, whole = "", fraction = ""] = found;
  const size = BigInt(whole + fraction.padEnd(scale, "0"));
  return sign ? -size : size;
}

/** As the API would write it: no trailing zeros, and zero has no sign. */
export function write(value: Exact): string {
  const size = value < 0n ? -value : value;
  const fraction = (size % one).toString().padStart(scale, "0").replace(/0+$/, "");
  const text = (size / one).toString() + (fraction && `.${fraction}`);
  return value < 0n ? `-${text}` : text;
}

export function sum(texts: readonly string[]): string {
  return write(texts.reduce((total, text) => total + parse(text), 0n));
}

export function subtract(a: string, b: string): string {
  return write(parse(a) - parse(b));
}

export function compare(a: string, b: string): number {
  const difference = parse(a) - parse(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** How much more `now` is than `before`, in percent with one digit; nothing when that has no meaning. */
export function changeInPercent(now: string, before: string): string | undefined {
  const base = parse(before);
  if (base <= 0n) return undefined;
  const tenths = ((parse(now) - base) * 10_000n) / base;
  const rounded = (tenths + (tenths < 0n ? -5n : 5n)) / 10n;
  return write((rounded * one) / 10n);
}

/** With the reader's separators, every digit kept. */
export function format(text: string, locale = readerLocale()): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: scale }).format(text as Intl.StringNumericLiteral);
}

/** For axes and tiles: some digits, with K, M, B. */
export function formatShort(text: string | number, locale = readerLocale()): string {
  return new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(
    text as Intl.StringNumericLiteral,
  );
}

/** Where it is on an axis. Never to be shown. */
export function place(text: string): number {
  return Number(text);
}

const intl_digits = 20; // as many after the point as all browsers format

/** With the currency's sign and at least its digits; every digit kept. */
export function formatMoney(text: string, currency: string, locale = readerLocale()): string {
  const point = text.indexOf(".");
  const end = point < 0 ? text.length : point + 1 + intl_digits;
  const money = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    // Those beyond stand behind all that are formatted, zeros as well.
    minimumFractionDigits: text.length > end ? intl_digits : undefined,
    maximumFractionDigits: intl_digits,
  });
  const each = new Intl.NumberFormat(locale, { useGrouping: false });
  const beyond = Array.from(text.slice(end), (digit) => each.format(BigInt(digit))).join("");
  return money
    .formatToParts(text.slice(0, end) as Intl.StringNumericLiteral)
    .map(({ type, value }) => (type === "fraction" ? value + beyond : value))
    .join("");
}

/** "0.029" is 2.9 %. */
export function formatPercent(text: string, locale = readerLocale()): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 12 }).format(
    text as Intl.StringNumericLiteral,
  );
}

/** The point moved to the right, or with less than 0 to the left: "0.029" by 2 is "2.9". What is no decimal stays. */
export function movePoint(text: string, places: number): string {
  const found = /^([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  if (!found) return text;
  const [, whole = "", fraction = ""] = found;
  const digits = "0".repeat(Math.max(0, -places)) + whole + fraction + "0".repeat(Math.max(0, places));
  const point = Math.max(0, -places) + whole.length + places;
  const before = digits.slice(0, point).replace(/^0+(?=[0-9])/, "") || "0";
  const after = digits.slice(point).replace(/0+$/, "");
  return after === "" ? before : `${before}.${after}`;
}
