// What a person does: signs in, reads usage, groups it, changes the period, takes the numbers along, finds an event.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { given, settled, signIn, visit } from "./open.mjs";

const cells = (page) =>
  page.$$eval("tbody tr", (rows) =>
    rows.map((row) => [
      row.dataset.from,
      row.dataset.to,
      ...[...row.querySelectorAll("td")].map((cell) => cell.dataset.value),
    ]),
  );

async function csv(page) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "CSV" }).click(),
  ]);
  const text = readFileSync(await download.path(), "utf8");
  assert.ok(text.endsWith("\r\n"));
  return {
    name: download.suggestedFilename(),
    lines: text
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(",")),
  };
}

await visit(async (page) => {
  const period = page.getByRole("radiogroup", { name: "Period" });
  await signIn(
    page,
    `/app/usage?tenant=${given.tenant}&meter=${given.meter}&range=custom&from=${given.from}&to=${given.to}`,
  );
  await settled(page);
  await page.getByTestId("summary").filter({ hasText: given.total }).waitFor();
  await page.locator(".recharts-area").first().waitFor();
  await page.getByTestId("data-through").filter({ hasText: "Complete through" }).waitFor();

  // Group by model: the chart has a series for each, the table is the CSV.
  await page.getByLabel("Group by").selectOption("model");
  await page.getByRole("list", { name: "Series" }).getByText("large").waitFor();
  await page.getByText("Table", { exact: true }).click();
  await page.getByRole("table").waitFor();
  let { name, lines } = await csv(page);
  assert.match(name, new RegExp(`^${given.meter}_.*\\.csv$`));
  assert.deepEqual(lines[0].slice(0, 2), ["from", "to"]);
  assert.deepEqual(lines[0].slice(2).sort(), [...given.models].sort());
  assert.deepEqual(lines.slice(1), await cells(page));

  // Another period: fewer rows, in the URL, and again equal.
  assert.equal(lines.length, 1 + given.hours);
  await period.getByText("24 hours").click();
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 24);
  assert.match(page.url(), /range=24h/);
  ({ lines } = await csv(page));
  assert.deepEqual(lines.slice(1), await cells(page));

  // Only one model: fewer, said in the sentence and kept in the URL; by the chip's button all of them again.
  const count = () => page.getByTestId("summary").innerText();
  const all = await count();
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByLabel("Only where").selectOption("model");
  await page.getByLabel("is", { exact: true }).selectOption("large");
  await page.getByTestId("summary").filter({ hasText: "(only model large)" }).waitFor();
  await settled(page);
  assert.match(page.url(), /only\.model=large/);
  assert.deepEqual((await csv(page)).lines[0].slice(2), ["large"]);
  await page.getByRole("button", { name: "Take the filter model: large away" }).click();
  await page.getByTestId("summary").filter({ hasText: "only model" }).waitFor({ state: "detached" });
  await settled(page);
  assert.equal(await count(), all);

  // A custom range by its fields, compared with the period before; a link to it shows the same.
  await period.getByText("Custom").click();
  const from = page.getByLabel(/^From/);
  const midnight = `${(await from.inputValue()).slice(0, 10)}T00:00`;
  await from.fill(midnight);
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByText("Compare with the period before").click();
  await page.getByRole("columnheader", { name: "Period before" }).waitFor();
  await settled(page);
  assert.deepEqual((await csv(page)).lines.slice(1), await cells(page));
  assert.match(page.url(), /range=custom.*from=/);

  // Where is my event?
  await page.getByRole("link", { name: "Events", exact: true }).click();
  await page.getByRole("table").waitFor();
  await page.getByRole("link", { name: "Where is my event?" }).click();
  await page.getByLabel("Source", { exact: true }).fill(given.event.source);
  await page.getByLabel("Id", { exact: true }).fill(given.event.id);
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await page.getByText("It is in the numbers, once.").waitFor();
  await page.getByRole("link", { name: "Rejected" }).click();
  await page.getByText("event_too_old").first().waitFor();
  await page.getByRole("link", { name: "Conflicts" }).click();
  await page.getByRole("button", { name: "Details" }).first().click();
  await page.getByRole("dialog").getByText("Refused").waitFor();
  await page.keyboard.press("Escape");

  // The dark theme stays over a reload, from the first paint on.
  await page.getByRole("button", { name: "Dark" }).click();
  const dark = () => page.evaluate(() => document.documentElement.classList.contains("dark"));
  assert.ok(await dark());
  await page.goto(`${given.url}/app/usage`, { waitUntil: "commit" });
  await page.locator("html.dark").waitFor({ state: "attached" });
  await page.getByRole("heading", { name: "Sign in to Weir" }).waitFor();
  assert.deepEqual(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)]), [
    ["weir.theme"],
    [],
  ]);
});

// Only keys: sign in, go to the events, back, another theme.
await visit(async (page) => {
  await page.goto(`${given.url}/app/`);
  for (let presses = 0; presses < 8; ++presses) {
    await page.keyboard.press("Tab");
    if (
      await page.getByRole("button", { name: "Use an API key" }).evaluate((button) => button === document.activeElement)
    )
      break;
  }
  await page.keyboard.press("Enter");
  await page.getByLabel("API key").focus();
  await page.keyboard.type(given.key);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Usage", level: 1 }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await page.getByRole("heading", { name: "Events", level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Find and do" }).waitFor();
  await page.keyboard.type("usage");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Usage", level: 1 }).waitFor();
  await page.locator(".recharts-surface").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("status").filter({ hasText: given.unit }).waitFor();
});

// The reference says what the server says of itself, and tries it.
await visit(async (page) => {
  await page.goto(`${given.url}/docs`);
  await page.locator("#operations-tag-usage").click();
  await page.getByText("/api/v1/usage/stream", { exact: true }).waitFor();
  await page.locator("#operations-tag-health").click();
  await page.getByText("/livez", { exact: true }).click();
  await page.getByRole("button", { name: "Try it out" }).click();
  await page.getByRole("button", { name: "Execute" }).click();
  await page.locator(".live-responses-table .response-col_status").filter({ hasText: "200" }).waitFor();
  await page.getByRole("link", { name: "OpenMeter facade" }).click();
  await page.getByText("/openmeter/api/v1/events", { exact: true }).first().waitFor();
});
