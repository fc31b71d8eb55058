// An invoice whose card was declined: staff hold it and resume it, its payer adds another card, chooses which one is
// charged and pays with it, and staff see what the payer's bank takes back. Every screen wide and narrow, in both themes.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { given, lookAround, signInAs, visit } from "./open.mjs";
import { closed, dialog, press, row, said, title } from "./parts.mjs";

mkdirSync(given.folder, { recursive: true });
const { owner, operator } = given.people;
const found = [];
const look = async (page, screen) => found.push(...(await lookAround(page, `late-${screen}`)));

const journeys = {
  async held(page) {
    await signInAs(page, operator, "/app/all-invoices/late");
    await title(page, "All invoices");
    await page.getByText("There is none").waitFor();
    const state = page.getByLabel("State");
    await state.selectOption("waiting");
    await row(page, given.invoice).getByText("insufficient_funds").waitFor();
    await look(page, "waiting");
    await press(page, `Hold ${given.invoice}`);
    await said(page, `${given.invoice} is held: nothing is done about it.`);
    await row(page, given.invoice).waitFor({ state: "detached" });
    await state.selectOption("held");
    await row(page, given.invoice).waitFor();
    await look(page, "held");
    await press(page, `Resume ${given.invoice}`);
    await said(page, `${given.invoice} goes on.`);
    await row(page, given.invoice).waitFor({ state: "detached" });
  },

  async methods(page) {
    await signInAs(page, owner, "/app/invoices/methods");
    await row(page, given.declined).getByText("charged").waitFor();
    await look(page, "declined-card");
    await press(page, "Add a payment method");
    await page.waitForURL((url) => url.href.startsWith(given.elsewhere));
    await press(page, "pay");
    await page.getByText("What was entered shows here").waitFor();
    await row(page, "4242").getByText("charged").waitFor(); // what was entered last is
    await look(page, "methods");
    for (const card of [given.declined, "4242"]) {
      await press(row(page, card), "Charge this one");
      await said(page, `ending in ${card} is charged from now on.`);
      await row(page, card).getByText("charged").waitFor();
    }
    await press(row(page, given.declined), "Remove");
    await look(page, "remove");
    await press(dialog(page), "Remove it");
    await closed(page);
    await row(page, given.declined).waitFor({ state: "detached" });
  },

  async pays(page) {
    await signInAs(page, owner, "/app/invoices");
    await page.getByRole("link", { name: `Invoice ${given.invoice}` }).click();
    await page.getByRole("heading", { name: "Until it is paid" }).waitFor();
    await look(page, "invoice");
    await page.getByRole("button", { name: /^Charge .*4242$/ }).click();
    await look(page, "charge");
    await press(dialog(page), "Charge it");
    await said(page, "The payment is paid.");
    await closed(page);
  },

  async disputed(page) {
    await signInAs(page, operator, "/app/tenants");
    await page.getByRole("link", { name: "Disputes", exact: true }).click();
    await title(page, "Disputes");
    await row(page, "fraudulent").getByText("waits for a response").waitFor();
    await look(page, "dispute");
    await page.getByLabel("State").selectOption("won");
    await row(page, "fraudulent").waitFor({ state: "detached" });
  },
};

// Chromium looks for an icon of the payment provider's page.
const around = { elsewhere: [given.elsewhere], refused: ["401 /favicon.ico"] };
for (const name of given.journeys) await visit(journeys[name], around);

assert.deepEqual(found, []);
