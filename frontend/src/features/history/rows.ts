// A file with past usage, cut into what one request carries.

/** The API takes 10,000 rows and 1 MB at most. */
export const most_rows = 10_000;
export const most_bytes = 900_000;

export type Form = "csv" | "events";

/** By the file's name, as the command line does it. */
export function formOf(name: string): Form {
  return name.toLowerCase().endsWith(".csv") ? "csv" : "events";
}

export interface Stretch {
  text: string; // of CSV with the line of names
  firstLine: number; // of the file, where its first row is; from 1
  rows: number;
  lines: number; // of the file, which it ends at
}

const bytes = new TextEncoder();
const sizeOf = (text: string) => bytes.encode(text).length;
const quotesIn = (line: string) => line.split('"').length - 1;

/** A row of CSV goes on in the next line while a quoted field is open. */
function* rowsIn(lines: readonly string[], from: number, csv: boolean): Generator<{ text: string; end: number }> {
  for (let at = from; at < lines.length;) {
    let text = "";
    let open = false;
    do {
      const line = lines[at++] ?? "";
      text += `${line}\n`;
      open = open !== (csv && quotesIn(line) % 2 === 1);
    } while (open && at < lines.length);
    yield { text, end: at };
  }
}

/** Every row is in one of them, in the file's order. */
export function* stretchesOf(file: string, form: Form): Generator<Stretch> {
  const lines = file.replace(/^\uFEFF/, "").split("\n");
  if (lines.at(-1) === "") lines.pop();
  const csv = form === "csv";
  const names = csv && lines.length > 0 ? `${lines[0] ?? ""}\n` : "";
  let line = csv ? 1 : 0;
  let now: Stretch = { text: names, firstLine: line + 1, rows: 0, lines: line };
  let size = sizeOf(names);
  for (const { text, end } of rowsIn(lines, line, csv)) {
    const more = sizeOf(text);
    if (now.rows > 0 && (now.rows === most_rows || size + more > most_bytes)) {
      yield now;
      now = { text: names, firstLine: line + 1, rows: 0, lines: line };
      size = sizeOf(names);
    }
    now = { ...now, text: now.text + text, rows: now.rows + 1, lines: end };
    size += more;
    line = end;
  }
  if (now.rows > 0) yield now;
}
