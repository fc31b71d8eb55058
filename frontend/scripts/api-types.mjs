// src/api/schema.d.ts from schemas/openapi.json and the schemas that it refers to.
// usage: node scripts/api-types.mjs --write
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const schemas = new URL("../../schemas/", import.meta.url);
const output = new URL("../src/api/schema.d.ts", import.meta.url);

function read(path) {
  return JSON.parse(readFileSync(new URL(path, schemas), "utf8"));
}

/** As scripts/build_openapi.py joins them: "#/components/schemas/NAME" means schemas/json/NAME.json. */
function joined() {
  const document = read("openapi.json");
  document.components.schemas = {};
  for (const file of readdirSync(new URL("json/", schemas)).sort()) {
    if (!file.endsWith(".json") || file.startsWith("openmeter_")) continue;
    const schema = read(`json/${file}`);
    delete schema.$schema;
    document.components.schemas[file.replace(/\.json$/, "")] = schema;
  }
  return document;
}

export async function apiTypes() {
  const head = "// Made by scripts/api-types.mjs from schemas/openapi.json: npm run generate\n";
  return head + astToString(await openapiTS(joined(), { alphabetize: true, emptyObjectsUnknown: true }));
}

export function writtenApiTypes() {
  return readFileSync(output, "utf8");
}

if (process.argv.includes("--write")) writeFileSync(output, await apiTypes());
