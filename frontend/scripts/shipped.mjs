// A part of the build: licences.txt beside the portal, with the licence of every package of which something is bundled.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** ".../node_modules/a/node_modules/@b/c/d.js" → ".../node_modules/a/node_modules/@b/c" */
function packageFolder(id) {
  return /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
}

function notice(folder) {
  const { license, name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : "";
  return { head: `== ${name} ${version}: ${license ?? "not stated"}`, text };
}

export function shipped() {
  return {
    name: "shipped",
    generateBundle(_, bundle) {
      const folders = new Set();
      for (const chunk of Object.values(bundle)) {
        for (const id of chunk.type === "chunk" ? chunk.moduleIds : []) folders.add(packageFolder(id));
      }
      folders.delete(undefined);
      const notices = new Map([...folders].map(notice).map(({ head, text }) => [head, text]));
      const parts = [...notices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([head, text]) => `${head}\n\n${text}\n`);
      this.emitFile({ type: "asset", fileName: "licences.txt", source: parts.join("\n") });
    },
  };
}
