// Payment providers: an operator connects an account, takes its address to Stripe, gives the signing secret, and offers it; what
// Stripe then sends is found in the inbox, read and applied once more; support only reads. Every screen wide and narrow, in both
// themes.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { given, lookAround, signInAs, visit } from "./open.mjs";
import { closed, dialog, press, row, said, title } from "./parts.mjs";

mkdirSync(given.folder, { recursive: true });
const { operator, support } = given.people;
const found = [];
const look = async (page, screen) => found.push(...(await lookAround(page, `payments-${screen}`)));

const journeys = {
  async connect(page) {
    await signInAs(page, operator, "/app/tenants");
    await page.getByRole("link", { name: "Payment providers", exact: true }).click();
    await title(page, "Payment providers");
    await page.getByText("No account is connected yet").waitFor();
    await look(page, "none");
    await page.getByRole("button", { name: "Connect an account" }).first().click();
    await dialog(page).getByLabel("Name").fill("Tests");
    await dialog(page).getByLabel("Slug").fill(given.slug);
    await dialog(page).getByLabel("API key").fill(given.key);
    await look(page, "connect");
    await press(dialog(page), "Connect it");
    await closed(page);
    await title(page, "Tests");
    await page.getByText("None: its webhooks are refused.").waitFor();
    await page.getByRole("button", { name: "Copy the webhook URL" }).click();
    writeFileSync(given.shown, await page.evaluate(() => navigator.clipboard.readText()));
    await press(page, "Give the signing secret");
    await dialog(page).getByLabel("Signing secret").fill(given.secret);
    await look(page, "signing");
    await press(dialog(page), "Keep it");
    await closed(page);
    await page.getByText("None: its webhooks are refused.").waitFor({ state: "detached" });
    await press(page, "Take new payments");
    await look(page, "offer");
    await press(dialog(page), "Take them");
    await closed(page);
    await page.getByText("offered", { exact: true }).waitFor();
    assert.ok(!(await page.content()).includes(given.key) && !(await page.content()).includes(given.secret));
    await look(page, "account");
    await page.getByRole("link", { name: "All accounts" }).click();
    await row(page, "Tests").getByText("signing secret and API key").waitFor();
    await look(page, "accounts");
  },

  async inbox(page) {
    await signInAs(page, operator, "/app/payment-providers");
    await page.getByRole("link", { name: "Tests", exact: true }).click();
    await page.getByRole("link", { name: "What it has sent" }).click();
    await title(page, "Provider events");
    await row(page, "charge.succeeded").getByText("ignored").waitFor();
    await look(page, "inbox");
    const search = page.getByRole("search", { name: "Provider events" });
    await search.getByLabel("Object").fill(given.object);
    await press(search, "Find");
    await row(page, "payment_intent.created").waitFor({ state: "detached" });
    await row(page, given.event)
      .getByRole("button", { name: `Details of ${given.event}` })
      .click();
    await dialog(page).getByText(`"id": "${given.object}"`).waitFor();
    await look(page, "event");
    await press(dialog(page), "Apply it once more");
    await said(page, "It is applied once more.");
    await closed(page);
  },

  async support(page) {
    await signInAs(page, support, "/app/tenants");
    await page.getByRole("link", { name: "Payment providers", exact: true }).click();
    await page.getByRole("link", { name: "Tests", exact: true }).click();
    await title(page, "Tests");
    assert.equal(await page.getByRole("button", { name: "Disable" }).count(), 0);
    await page.getByRole("link", { name: "Provider events", exact: true }).click();
    await row(page, given.event)
      .getByRole("button", { name: `Details of ${given.event}` })
      .click();
    await dialog(page).getByText(`"id": "${given.object}"`).waitFor();
    assert.equal(await dialog(page).getByRole("button", { name: "Apply it once more" }).count(), 0);
  },
};

for (const name of given.journeys) await visit(journeys[name]);

assert.deepEqual(found, []);
