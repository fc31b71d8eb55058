import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

const here = new URL("../", import.meta.url).pathname;
const built = join(here, "../build/portal");

describe("what is made from something else is current", () => {
  it("types from schemas/openapi.json (npm run generate)", async () => {
    const { apiTypes, writtenApiTypes } = await import("../scripts/api-types.mjs");
    expect(writtenApiTypes()).toBe(await apiTypes());
  });

  it("licences from what was bundled (npm run build, npm run generate)", async () => {
    const { licences, writtenLicences } = await import("../scripts/licences.mjs");
    expect(writtenLicences()).toBe(licences());
    expect(licences()).not.toContain("not stated");
  });

  it("the lock file names no registry", () => {
    expect(readFileSync(join(here, "package-lock.json"), "utf8")).not.toContain('"resolved"');
  });
});

describe("the build is small", () => {
  const files = readdirSync(join(built, "assets")).filter((name) => name.endsWith(".js"));
  const size = (name: string) => gzipSync(readFileSync(join(built, name)), { level: 9 }).length;

  /** A file with all that it imports at once. */
  function closure(name: string, seen = new Set<string>()): Set<string> {
    if (seen.has(name)) return seen;
    seen.add(name);
    const text = readFileSync(join(built, "assets", name), "utf8");
    for (const [, other] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) closure(other ?? "", seen);
    return seen;
  }

  const index = readFileSync(join(built, "index.html"), "utf8");
  const entry = /src="\/app\/assets\/([^"]+)"/.exec(index)?.[1] ?? "";
  const sum = (names: Iterable<string>) => [...names].reduce((total, name) => total + size(`assets/${name}`), 0);

  it("180 KB before the first page, gzip", () => {
    expect(sum(closure(entry))).toBeLessThanOrEqual(180 * 1024);
  });

  it("115 KB more for the chart, gzip", () => {
    const chart = files.find((name) => name.startsWith("UsageChart-")) ?? "";
    const before = closure(entry);
    const page = files.find((name) => name.startsWith("UsagePage-")) ?? "";
    const added = [...closure(chart)].filter((name) => !before.has(name) && !closure(page).has(name));
    expect(added.length).toBeGreaterThan(0);
    expect(sum(added)).toBeLessThanOrEqual(115 * 1024);
  });

  it("nothing inline, nothing from elsewhere", () => {
    expect(index).not.toMatch(/<script>|<style|style=|\son[a-z]+=|https?:/);
  });
});
