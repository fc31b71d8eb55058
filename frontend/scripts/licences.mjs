// The part of docs/licences.md about what the portal ships, from the build's own licences.txt.
// usage: node scripts/licences.mjs --write
import { readFileSync, writeFileSync } from "node:fs";

const page = new URL("../../docs/licences.md", import.meta.url);
const shipped = new URL("../../build/portal/licences.txt", import.meta.url);
const begin = "<!-- portal: made by frontend/scripts/licences.mjs -->";
const end = "<!-- portal: end -->";

export function licences() {
  const heads = readFileSync(shipped, "utf8").matchAll(/^== (.+): (.+)$/gm);
  const rows = [...heads].map(([, name, licence]) => `| ${name} | ${licence} |`);
  return [begin, "", "| package | licence |", "| --- | --- |", ...rows, "", end].join("\n");
}

export function writtenLicences() {
  const text = readFileSync(page, "utf8");
  return text.slice(text.indexOf(begin), text.indexOf(end) + end.length);
}

if (process.argv.includes("--write")) {
  const text = readFileSync(page, "utf8");
  writeFileSync(page, text.slice(0, text.indexOf(begin)) + licences() + text.slice(text.indexOf(end) + end.length));
}
