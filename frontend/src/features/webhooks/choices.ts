// What an endpoint asks for beside event types, as lines that people write.
import type { Endpoint, NewEndpoint } from "./load";

export type Filters = Endpoint["filters"];
export type Headers = NonNullable<NewEndpoint["headers"]>;

const most = 10;
const most_values = 20;
/** In the place of a value that is there and is not shown. */
export const kept = "••••••";

const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** "data.currency = EUR, CHF", one in each line. */
export function filterLines(filters: Filters): string {
  return filters.map(({ path, in: values }) => `${path} = ${values.join(", ")}`).join("\n");
}

export function filtersIn(text: string): Filters {
  return linesOf(text).map((line) => {
    const at = line.indexOf("=");
    const [path, values] = at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1)];
    const parts = values.split(",").map((value) => value.trim());
    return { path, in: [...new Set(parts.filter((value) => value !== ""))] };
  });
}

export function wrongWithFilters(text: string): string | undefined {
  const filters = filtersIn(text);
  if (filters.length > most) return `${most} filters at most.`;
  const odd = filters.find(({ path }) => !/^(tenant_id|subject|data([.][A-Za-z0-9_]+){1,8})$/.test(path));
  if (odd) return `${odd.path} is neither tenant_id nor subject, nor data. and members of it, as data.currency`;
  const empty = filters.find(({ in: values }) => values.length === 0 || values.length > most_values);
  if (empty) return `${empty.path} needs 1 to ${most_values} values behind =`;
  const twice = filters.find(({ path }, place) => filters.findIndex((one) => one.path === path) !== place);
  return twice && `${twice.path} is there twice: put its values in one line.`;
}

/** "Name: value", one in each line; what is there already has dots in the place of its value. */
export function headerLines(headers: Endpoint["headers"]): string {
  return headers.map(({ name }) => `${name}: ${kept}`).join("\n");
}

export function headersIn(text: string): Headers {
  return linesOf(text).map((line) => {
    const at = line.indexOf(":");
    const name = (at < 0 ? line : line.slice(0, at)).trim();
    const value = at < 0 ? "" : line.slice(at + 1).trim();
    return value === kept ? { name } : { name, value };
  });
}

export function wrongWithHeaders(text: string): string | undefined {
  const headers = headersIn(text);
  if (headers.length > most) return `${most} headers at most.`;
  const odd = headers.find(({ name }) => !/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/.test(name));
  if (odd) return "A line is a name, a colon and a value.";
  const empty = headers.find(({ value }) => value !== undefined && !/^[!-~]([ -~]*[!-~])?$/.test(value));
  return empty && `${empty.name} needs a value of plain letters, digits and marks.`;
}

/** Nothing: as many as come. */
export function rateIn(text: string): number | null | undefined {
  const written = text.trim();
  if (written === "") return null;
  const rate = /^[0-9]{1,4}$/.test(written) ? parseInt(written, 10) : 0;
  return rate >= 1 && rate <= 1000 ? rate : undefined;
}
