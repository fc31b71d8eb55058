// Webhooks: an owner makes an endpoint, sees its secret once, sends a test that arrives, reads its delivery, and disables it;
// staff see what a receiver that fails has answered, and send it again. Every screen wide and narrow, in both themes.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { given, lookAround, signInAs, visit } from "./open.mjs";
import { closed, dialog, press, row, said, title } from "./parts.mjs";

mkdirSync(given.folder, { recursive: true });
const { owner, operator } = given.people;
const found = [];
const look = async (page, screen) => found.push(...(await lookAround(page, `webhooks-${screen}`)));

/** The secret that is shown this once. */
async function make(page, url, description) {
  await page.getByRole("button", { name: "New endpoint" }).first().click();
  await dialog(page).getByLabel("URL").fill(url);
  await dialog(page).getByLabel("Description").fill(description);
  await dialog(page).getByLabel("What it is told of").selectOption({ label: "Only what is chosen here" });
  await dialog(page).getByText("Invoices", { exact: true }).click();
  await dialog(page).getByLabel("Single types").fill("budget.threshold_crossed");
  await look(page, `new-${description}`);
  await press(dialog(page), "Make it");
  const shown = dialog(page).getByRole("region", { name: "Secret" });
  await shown.waitFor();
  const secret = await shown.innerText();
  assert.match(secret, /^whsec_/);
  await press(dialog(page), "Copy");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), secret);
  return secret;
}

const journeys = {
  async own(page) {
    await signInAs(page, owner, "/app/usage");
    await page.getByRole("link", { name: "Webhooks", exact: true }).click();
    await title(page, "Webhooks");
    await page.getByText("There is no endpoint yet").waitFor();
    await look(page, "none");
    const secret = await make(page, given.receiver, "Bookkeeping");
    await dialog(page).getByText("Copied").waitFor();
    await look(page, "secret");
    await press(dialog(page), "I have stored it");
    await closed(page);
    assert.ok(!(await page.content()).includes(secret), "the secret is shown once");
    writeFileSync(given.shown, secret);
    await row(page, given.receiver).getByText("enabled", { exact: true }).waitFor();
    await look(page, "list");

    await page.getByRole("link", { name: given.receiver }).click();
    await title(page, "Bookkeeping");
    await press(page, "Send a test event");
    await said(page, "A test event is on its way.");
    // It comes by itself: the page asks again.
    await row(page, "webhook_endpoint.tested").getByText("delivered").waitFor({ timeout: 60_000 });
    await page.getByRole("status", { name: "Done" }).filter({ hasText: "way" }).waitFor({ state: "detached" });
    await look(page, "endpoint");
    await page.getByLabel("Language").selectOption("Go");
    await page.getByRole("region", { name: "Go: check a request" }).waitFor();
    await row(page, "webhook_endpoint.tested").getByRole("button", { name: "Details" }).click();
    await dialog(page).getByText('"type":"webhook_endpoint.tested"').waitFor();
    await dialog(page).getByRole("region", { name: "Attempts" }).getByText("204").waitFor();
    await look(page, "delivery");
    await press(dialog(page), "Send it again");
    await said(page, "It is sent again.");
    await closed(page);

    await press(page, "Rotate the secret");
    await look(page, "rotate");
    await press(dialog(page), "Make the new secret");
    await dialog(page).getByText("For one day the old secret").waitFor();
    assert.notEqual(await dialog(page).getByRole("region", { name: "Secret" }).innerText(), secret);
    await press(dialog(page), "I have stored it");
    await closed(page);
    await page.getByText("Before, signs until").waitFor();

    await press(page, "Disable");
    await look(page, "disable");
    await press(dialog(page), "Disable it");
    await said(page, "The endpoint is disabled.");
    await closed(page);
    await page.getByText("by somebody").waitFor();
    await page.getByRole("button", { name: "Send a test event" }).waitFor({ state: "detached" });
    await look(page, "disabled");
  },

  async staff(page) {
    await signInAs(page, operator, "/app/tenants");
    await page.getByRole("link", { name: "Platform webhooks", exact: true }).click();
    await title(page, "Platform webhooks");
    await make(page, given.failing, "Platform");
    await press(dialog(page), "I have stored it");
    await closed(page);
    await page.getByRole("link", { name: given.failing }).click();
    await title(page, "Platform");
    await press(page, "Send a test event");
    await row(page, "webhook_endpoint.tested").getByText("last 500").waitFor({ timeout: 60_000 });
    await page.getByText(/^since /).waitFor();
    await row(page, "webhook_endpoint.tested").getByRole("button", { name: "Details" }).click();
    await dialog(page).getByText("Out of order").first().waitFor();
    await look(page, "failing");
    await page.keyboard.press("Escape");
    await closed(page);
    await press(page, "Send failed ones again");
    await look(page, "resend");
    await press(dialog(page), "Send them again");
    await said(page, "None had failed since.");
    await closed(page);
    await press(page, "Delete");
    await press(dialog(page), "Delete it");
    await said(page, "The endpoint is deleted.");
    await title(page, "Platform webhooks");
    await page.getByText("There is no endpoint yet").waitFor();
  },
};

for (const name of given.journeys) await visit(journeys[name]);

assert.deepEqual(found, []);
