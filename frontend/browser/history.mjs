// Past usage: an operator begins an import, sends a file with a row that is none, sends it mended, looks at what it changes, and lets
// it take its place. Every screen wide and narrow, in both themes.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdirSync } from "node:fs";
import { given, lookAround, signInAs, visit } from "./open.mjs";
import { closed, dialog, press, row } from "./parts.mjs";

mkdirSync(given.folder, { recursive: true });
const found = [];
const look = async (page, screen) => found.push(...(await lookAround(page, `history-${screen}`)));

const rows = (first) =>
  ["time,value,subject,model", first, '2025-01-01T01:00:00Z,2.25,"Team ""A"", Berlin",large', ""].join("\n");
const file = (first) => ({ name: "past.csv", mimeType: "text/csv", buffer: Buffer.from(rows(first)) });

await visit(
  async (page) => {
    await signInAs(page, given.people.operator, "/app/tenants");
    await page.getByRole("link", { name: "Past usage", exact: true }).click();
    await page.getByText("Nothing was imported yet").waitFor();
    await look(page, "none");
    await page.getByRole("button", { name: "Import past usage" }).first().click();
    await dialog(page).getByLabel("Tenant").fill("globex");
    await dialog(page).getByLabel("Meter").selectOption("tokens");
    await dialog(page).getByLabel("From (UTC)").fill("2025-01-01T00:00");
    await dialog(page).getByLabel("To (UTC), exclusive").fill("2025-02-01T00:00");
    await look(page, "begin");
    await press(dialog(page), "Go on to the rows");
    await closed(page);
    await page.getByRole("heading", { name: "tokens of globex", level: 1 }).waitFor();

    await page.getByLabel("File").setInputFiles(file("yesterday,1,,large"));
    await press(page, "Send the rows");
    await page.getByText(/^line 2: /).waitFor();
    await look(page, "refused");
    await page.getByLabel("File").setInputFiles(file("2025-01-01T00:00:00Z,10.5,,small"));
    await press(page, "Send the rows");
    await row(page, "With the import").getByText("12.75").waitFor();
    await page.getByRole("button", { name: "Let it take its place" }).waitFor();
    await look(page, "rows");
    await press(page, "Let it take its place");
    await dialog(page).getByLabel("Type globex to go on").fill("globex");
    await look(page, "start");
    await press(dialog(page), "Replace it");
    await closed(page);
    await page.getByText("imported", { exact: true }).waitFor();
    await row(page, "Counted now").getByText("12.75").waitFor();
    await look(page, "imported");
    await page.getByRole("link", { name: "All imports" }).click();
    await row(page, "tokens of globex").getByText("imported").waitFor();
    await look(page, "all");
  },
  { refused: ["422 /api/v1/history-imports"] },
);

assert.deepEqual(found, []);
