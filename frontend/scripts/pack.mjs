// Puts a .br and a .gz beside every text file of the built portal, where they are smaller.
// usage: node scripts/pack.mjs FOLDER
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2];
const texts = /\.(css|html|js|json|svg|txt|webmanifest)$/;

for (const name of readdirSync(folder, { recursive: true })) {
  if (!texts.test(name)) continue;
  const path = join(folder, name);
  const plain = readFileSync(path);
  const packed = {
    br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    gz: gzipSync(plain, { level: 9 }),
  };
  for (const [ending, bytes] of Object.entries(packed)) {
    if (bytes.length < plain.length) writeFileSync(`${path}.${ending}`, bytes);
  }
}
