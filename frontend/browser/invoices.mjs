// What a tenant is billed: its owner reads it line by line and says who it is to; staff record payments, make void, grant
// credits and bill a parked tenant again. On a desk and on a phone.
import assert from "node:assert/strict";
import { barriers, given, overflow, settled, signInAs, visit } from "./open.mjs";
import { closed, dialog, press, said, title } from "./parts.mjs";

const { owner, finance } = given.people;
const { width, billed } = given;
const narrow = width < 768;
/** In a table, or in the cards that stand for it where there is no room. */
const item = (page, text) => page.getByRole(narrow ? "listitem" : "row").filter({ hasText: text });
const part = (page, name) => page.getByRole("main").getByRole("link", { name, exact: true }).click();
const legalName = `Initech ${width} Inc.`;
const found = [];

async function look(page, screen) {
  await settled(page);
  found.push(...[...(await overflow(page)), ...(await barriers(page))].map((wrong) => `${screen}: ${wrong}`));
}

const journeys = {
  async read(page) {
    await signInAs(page, owner, "/app/invoices");
    await title(page, "Invoices");
    await item(page, billed.first).waitFor();
    await look(page, "invoices");
    await page.getByLabel("Number").fill(billed.second.toLowerCase());
    await press(page, "Find");
    await item(page, billed.first).waitFor({ state: "detached" });
    await page.getByLabel("State").selectOption({ label: "void" });
    await page.getByText("No invoice fits").waitFor();
    await press(page, "Show all");
    await page.getByRole("link", { name: `Invoice ${billed.second}` }).click();

    await title(page, `Invoice ${billed.second}`);
    await page.getByRole("row", { name: "Total US$177.31" }).waitFor();
    await page.getByText("VAT (DE), 19% of US$149.00").waitFor();
    await page.getByText("Tier 1: 5,000 × US$0.0004").waitFor();
    await page.getByText("Least amount of showcase").waitFor();
    await page.getByText("Seller GmbH").waitFor();
    await page.getByText("Invoice finalized").waitFor();
    assert.equal(await page.getByRole("button", { name: /^(Record|Void|Give up)/ }).count(), 0, "read only");
    await look(page, "invoice");

    await part(page, "All invoices");
    await part(page, "Upcoming");
    await page.getByText("This is a preview. Nothing of it is billed.").waitFor();
    // A guess, with how wrong it was last month.
    await page.getByText(/^about US\$/).waitFor();
    await page
      .getByText(/in the month before\.?/i)
      .first()
      .waitFor();
    await look(page, "upcoming");
    await part(page, "Credits");
    await page.getByText("There are no credits").waitFor();

    await part(page, "Who is billed");
    await page.getByLabel("Legal name").fill(legalName);
    await page.getByLabel("Country").fill("us");
    await page.getByText("United States").waitFor();
    await press(page, "Keep it");
    await said(page, "It is kept");
    await look(page, "who is billed");
    await page.reload();
    await page
      .getByLabel("Legal name")
      .and(page.locator(`[value='${legalName}']`))
      .waitFor();
  },

  async staff(page) {
    const entered = [];
    page.on("request", (request) => {
      if (request.headers()["weir-tenant"]) entered.push(request.url());
    });
    await signInAs(page, finance, `/app/all-invoices?search=${billed.paid}`);
    await title(page, "All invoices");
    await item(page, billed.paid).getByText(billed.name).waitFor();
    await page.getByRole("link", { name: `Invoice ${billed.paid}` }).click();
    await title(page, `Invoice ${billed.paid}`);
    await press(page, "Record a payment");
    await look(page, "payment");
    await dialog(page).getByLabel("Amount").fill("50");
    await dialog(page).getByLabel("How it came").fill("bank transfer");
    await press(dialog(page), "Record it");
    await dialog(page).getByText("Nothing was recorded").waitFor();
    await dialog(page).getByLabel("Amount").fill("9.5");
    await press(dialog(page), "Record it");
    await said(page, `The payment of Invoice ${billed.paid} is recorded.`);
    await closed(page);
    await page.getByRole("row", { name: "Still open US$39.50" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Void" }).count(), 0, "what is paid in part stays");

    // What was void is billed anew.
    await page.goto(`${given.url}/app/tenants/${billed.tenant}/invoices/of/${billed.voided}`);
    await press(page, "Void");
    await dialog(page)
      .getByLabel(/^Type /)
      .fill(billed.voidedNumber);
    await look(page, "void");
    await press(dialog(page), "Void");
    await said(page, "The invoice is void.");
    await closed(page);
    await page.getByText("It is void and asks for nothing.").waitFor();

    await part(page, "All invoices");
    await title(page, `Invoices of ${billed.name}`);
    await part(page, "Credits");
    await page.getByRole("button", { name: "Grant a credit" }).first().click();
    await dialog(page).getByLabel("Amount").fill("25");
    await dialog(page).getByLabel("Reason").fill("Sorry");
    await look(page, "grant");
    await press(dialog(page), "Grant it");
    await said(page, `${billed.name} has the credit.`);
    await closed(page);
    await page.getByRole("list", { name: "Balances" }).getByText("US$25.00").waitFor();
    await press(page, "Take back: Sorry, US$25.00");
    await press(dialog(page), "Take it back");
    await said(page, "What remained of the credit is taken back.");
    await closed(page);
    await item(page, "Taken back").waitFor();
    await look(page, "credits");

    // How it is billed from now on.
    await part(page, "Who is billed");
    const terms = page.getByRole("form", { name: "How they are made" });
    await terms.getByText("VAT (DE), 19%", { exact: true }).click();
    assert.ok(await terms.getByLabel("VAT (DE), 19%").isChecked());
    await terms.getByLabel("Most that is due without a person").fill("many");
    await press(terms, "Keep how they are made");
    await terms.getByText("Whole minor units, or nothing.").waitFor();
    await terms.getByLabel("Most that is due without a person").fill("1000000");
    await look(page, "terms");
    await press(terms, "Keep how they are made");
    await said(page, `It is kept: the next invoices of ${billed.name} are made like this.`);
    await closed(page);

    await page.goto(`${given.url}/app/all-invoices/runs`);
    await item(page, "done").first().waitFor();
    await look(page, "runs");

    await page.goto(`${given.url}/app/all-invoices/parked`);
    await page.getByText("An invoice would be larger than its bounds allow.").first().waitFor();
    await look(page, "parked");
    await press(page, `Bill again: ${billed.parked}`);
    await press(dialog(page), "Bill it again");
    await said(page, `${billed.parked} is billed again.`);
    await closed(page);
    await page.getByRole("button", { name: `Bill again: ${billed.parked}` }).waitFor({ state: "detached" });
    assert.deepEqual(entered, [], "no tenant was entered");
  },
};

const refused = { read: [], staff: ["409 /api/v1/invoices/"] };
for (const name of given.journeys) {
  try {
    await visit(journeys[name], { width, height: narrow ? 844 : 900, refused: refused[name] });
  } catch (failed) {
    failed.stack = `${name}: ${failed.stack}`;
    throw failed;
  }
}
assert.deepEqual(found, []);
