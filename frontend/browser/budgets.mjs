// Budgets: a tenant's owner makes one that its usage has crossed already, reads its history, changes and deletes it; staff
// read and make them from outside. On a desk and on a phone.
import assert from "node:assert/strict";
import { barriers, given, overflow, settled, signInAs, visit } from "./open.mjs";
import { closed, dialog, press, said, title } from "./parts.mjs";

const { owner, finance } = given.people;
const { width, budgeted } = given;
const narrow = width < 768;
const card = (page, name) => page.getByRole("region", { name, exact: true });
const found = [];

async function look(page, screen) {
  await settled(page);
  found.push(...[...(await overflow(page)), ...(await barriers(page))].map((wrong) => `${screen}: ${wrong}`));
}

async function make(page, name, amount) {
  await page.getByRole("button", { name: "New budget" }).first().click();
  await dialog(page).getByLabel("Name").fill(name);
  await dialog(page).getByLabel("What it is about").selectOption({ label: "Usage of a meter" });
  await dialog(page).getByLabel("Meter").selectOption(given.meter);
  await dialog(page).getByLabel("Amount").fill(amount);
  await dialog(page).getByLabel("Thresholds in percent").fill("50, 100, 120");
  await look(page, "budget form");
  await press(dialog(page), "Make it");
  await said(page, `${name} is watched from now on.`);
  await closed(page);
}

const journeys = {
  async own(page) {
    const name = `Tokens ${width}`;
    await signInAs(page, owner, "/app/usage");
    if (narrow) await page.getByRole("button", { name: "Open the menu" }).click();
    await page.getByRole("link", { name: "Budgets", exact: true }).click();
    await title(page, "Budgets");
    await make(page, name, "1");
    // What was used already crosses it at once; the page asks again by itself.
    await card(page, name)
      .getByText(/^50% crossed/)
      .waitFor({ timeout: 120_000 });
    assert.equal(await card(page, name).getByRole("meter").getAttribute("aria-valuenow"), "120");
    await look(page, "budgets");
    await press(page, `History of ${name}`);
    await dialog(page).getByText("120%", { exact: true }).waitFor();
    await look(page, "history");
    await page.keyboard.press("Escape");
    await closed(page);
    await press(page, `Change ${name}`);
    await dialog(page).getByLabel("Amount").fill("2");
    await press(dialog(page), "Keep it");
    await said(page, `${name} is changed.`);
    await closed(page);
    await card(page, name)
      .getByText(/ of 2$/)
      .waitFor();
    await press(page, `Delete ${name}`);
    await look(page, "delete");
    await press(dialog(page), "Delete it");
    await said(page, `${name} is deleted.`);
    await closed(page);
    await card(page, name).waitFor({ state: "detached" });
  },

  async staff(page) {
    const entered = [];
    page.on("request", (request) => {
      if (request.headers()["weir-tenant"]) entered.push(request.url());
    });
    await signInAs(page, finance, "/app/tenants");
    await page.getByRole("link", { name: `Budgets of ${budgeted}`, exact: true }).click();
    await title(page, `Budgets of ${budgeted}`);
    await make(page, `Of staff ${width}`, "1000000000");
    await card(page, `Of staff ${width}`).getByText("50%", { exact: true }).waitFor();
    await look(page, "budgets of a tenant");
    assert.deepEqual(entered, [], "no tenant was entered");
  },
};

for (const name of given.journeys) await visit(journeys[name], { width, height: narrow ? 844 : 900, refused: [] });

assert.deepEqual(found, []);
