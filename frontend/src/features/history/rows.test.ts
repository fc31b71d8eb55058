import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formOf, most_bytes, most_rows, type Stretch, stretchesOf } from "./rows";

const all = (file: string, form: "csv" | "events" = "csv") => [...stretchesOf(file, form)];
const rowsOf = ({ text }: Stretch, form: "csv" | "events") =>
  form === "csv" ? text.slice(text.indexOf("\n") + 1) : text;

describe("a file of past usage", () => {
  it("is of the kind that its name says", () => {
    expect(formOf("2025.CSV")).toBe("csv");
    expect(formOf("2025.ndjson")).toBe("events");
  });

  it("has the line of names in each request, and the place of its rows in the file", () => {
    const many = `time,value\r\n${"t,1\r\n".repeat(most_rows + 2)}`;
    const [first, second] = all(many);
    expect([first?.firstLine, first?.rows, second?.firstLine, second?.rows]).toEqual([2, most_rows, most_rows + 2, 2]);
    expect(second?.text).toBe("time,value\r\nt,1\r\nt,1\r\n");
  });

  it("is not cut within a quoted field", () => {
    const [only, ...more] = all('\uFEFFtime,subject\nt,"a\nb ""c""\n"\nu,d');
    expect(more).toEqual([]);
    expect([only?.rows, only?.text]).toEqual([2, 'time,subject\nt,"a\nb ""c""\n"\nu,d\n']);
    expect(all("time,value\n")).toEqual([]);
    expect(all("")).toEqual([]);
  });

  it("is cut by size as well, and a row that is too large goes alone", () => {
    const large = `{"data":"${"ü".repeat(most_bytes / 2)}"}`;
    const parts = all(`{}\n${large}\n{}\n`, "events");
    expect(parts.map(({ firstLine, rows }) => [firstLine, rows])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });

  it("is sent whole and in order, whatever it has in it", () => {
    const line = fc.array(fc.constantFrom("a", ",", '"', "ü", "x".repeat(200_000))).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), fc.constantFrom("csv", "events"), (lines, form) => {
        const file = lines.map((text) => `${text}\n`).join("");
        const parts = all(file, form);
        const header = form === "csv" ? `${lines[0] ?? ""}\n` : "";
        expect(parts.map((part) => rowsOf(part, form)).join("")).toBe(file.slice(header.length));
        let next = form === "csv" ? 2 : 1;
        for (const part of parts) {
          expect(part.firstLine).toBe(next);
          next = part.lines + 1;
        }
      }),
      { numRuns: 50 },
    );
  });
});
