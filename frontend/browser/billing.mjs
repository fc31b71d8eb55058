// What staff do about money: a plan with versions, a tenant that is subscribed, changed, paused and ended; and what its
// owner reads of it.
import assert from "node:assert/strict";
import { given, lookAround, signInAs, visit } from "./open.mjs";
import { closed, dialog, press, row, said, title } from "./parts.mjs";

const { finance, owner, viewer } = given.people;
const card = (page, number) => page.getByRole("region", { name: `Price ${number}`, exact: true });
const difference = (page, name) => dialog(page).getByRole("row", { name }).waitFor();

const code = `growth_${Date.now() % 1_000_000}`;
const found = [];

const journeys = {
  async plans(page) {
    await signInAs(page, finance);
    await title(page, "Tenants");
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await title(page, "Plans");
    await row(page, "showcase").getByText("each month").waitFor();
    await page.getByRole("link", { name: "New plan" }).click();
    await title(page, "New plan");

    // What is missing is said at once, and the first of it has the focus.
    await press(page, "Make the plan");
    await page.getByText("3 things are not right yet.").waitFor();
    const planCode = page.getByRole("region", { name: "Terms" }).getByLabel("Code");
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
    found.push(...(await lookAround(page, "plan-wrong")));
    await planCode.fill(code);
    await page.getByRole("region", { name: "Terms" }).getByLabel("Name").fill("Growth");
    await card(page, 1).getByLabel("Code").fill("fee");
    await card(page, 1).getByLabel("Fee (USD)").fill("20");
    await press(page, "Add a price");
    await card(page, 2).getByLabel("Code").fill("tokens");
    await card(page, 2).getByLabel("Model").selectOption("graduated");
    await card(page, 2).getByLabel("Meter").selectOption(given.meter);
    await card(page, 2).getByLabel("Included units").fill("1000");
    await card(page, 2).getByLabel("Tier 1 ends with unit").fill("1000000");
    await card(page, 2).getByLabel("Each unit in tier 1 (USD)").fill("0.0004");
    await card(page, 2).getByLabel("Each unit in tier 2 (USD)").fill("0.000000000001");
    await press(page, "Add a price");
    await card(page, 3).getByLabel("Code").fill("large_tokens");
    await card(page, 3).getByLabel("Model").selectOption("per_unit");
    await card(page, 3).getByLabel("Meter").selectOption(given.meter);
    await card(page, 3).getByLabel("Each unit (USD)").fill("0.01");
    await press(card(page, 3), "Add a filter");
    await card(page, 3).getByLabel("Group of filter 1").selectOption("model");
    await card(page, 3).getByLabel("Values of filter 1").fill("large");
    await page.getByText("beyond 1,000,000: US$0.000000000001 each").waitFor();

    // What only the server knows stands where it belongs, and goes along when its price is moved.
    await press(page, "Make the plan");
    await page.getByText("The plan was not made").waitFor();
    await card(page, 3).getByText("Tokens takes all usage that large_tokens could get.").waitFor();
    await press(card(page, 3), "Move price 3 up");
    await card(page, 2).getByText("Tokens takes all usage").waitFor();
    await press(page, "Make the plan");
    await said(page, "Growth is there.");
    await title(page, "Growth");
    await page.getByText("the first 1,000 of each month cost nothing").waitFor();

    // Another price is another version; the first one stays as it was.
    await page.getByRole("link", { name: "New version" }).click();
    await title(page, "Version 2 of Growth");
    assert.ok(await page.getByRole("button", { name: "Make version 2" }).isDisabled());
    await card(page, 1).getByLabel("Fee (USD)").fill("25");
    await press(page, "Make version 2");
    await said(page, "Version 2 of Growth is there.");
    await page.getByText("US$25.00 a month, in advance").waitFor();
    await page.getByRole("combobox", { name: "Version", exact: true }).selectOption("1");
    await page.getByText("US$20.00 a month, in advance").waitFor();

    // A tenant is subscribed to it, asked about from outside.
    const entered = [];
    page.on("request", (request) => {
      if (request.headers()["weir-tenant"]) entered.push(request.url());
    });
    await page.getByRole("link", { name: "Tenants", exact: true }).click();
    await page.getByRole("link", { name: "Subscriptions of Globex" }).click();
    await title(page, "Subscriptions of Globex");
    await page.getByText("It is subscribed to nothing").waitFor();
    await page.getByRole("button", { name: "Subscribe to a plan" }).first().click();
    await dialog(page)
      .getByLabel("Plan")
      .selectOption({ label: `Growth (${code})` });
    await difference(page, /^Difference \+US\$/);
    await press(dialog(page), "Subscribe");
    await said(page, "Globex is subscribed to Growth.");
    const growth = page.getByRole("region", { name: "Growth" });
    const changes = growth.getByRole("list", { name: "Changes" }).getByRole("listitem");
    await changes.filter({ hasText: `Began with ${code}, version 2` }).waitFor();
    await closed(page);

    // It does not end before it began; at the end of the period it does, and that is taken back.
    await press(growth, "End: Growth");
    await dialog(page).getByText("Now", { exact: true }).click();
    await dialog(page).getByText("It would be refused").waitFor();
    await press(dialog(page), "End");
    await dialog(page).getByText("Nothing was changed").waitFor();
    await dialog(page).getByText("At the end of the period").click();
    await press(dialog(page), "End");
    await said(page, "The change is dated.");
    await closed(page);
    await changes.filter({ hasText: /^Ends/ }).waitFor();
    await press(growth, "Take back: Ends");
    await press(dialog(page), "Take it back");
    await said(page, "The change is taken back.");
    await changes.filter({ hasText: /^Ends/ }).waitFor({ state: "detached" });
    await closed(page);

    await press(growth, "Change plan: Growth");
    await dialog(page).getByLabel("Plan").selectOption("showcase");
    await dialog(page).getByText("At the end of the period").click();
    // The fee of the next month is another one.
    await difference(page, "Difference +US$24.00");
    await dialog(page).getByText("from US$25.00 to nothing").waitFor();
    await dialog(page).getByText("from nothing to US$49.00").waitFor();
    found.push(...(await lookAround(page, "change-previewed")));
    await press(dialog(page), "Change plan");
    await said(page, "The change is dated.");
    await closed(page);
    await growth.getByText("Changes to showcase, version 1", { exact: true }).waitFor();
    await press(growth, "Pause: Growth");
    await press(dialog(page), "Pause");
    await said(page, "It is paused.");
    await closed(page);
    await growth.getByText("paused", { exact: true }).waitFor();
    await press(growth, "Resume: Growth");
    await press(dialog(page), "Resume");
    await said(page, "It goes on.");
    await closed(page);
    await growth.getByText("active", { exact: true }).waitFor();
    assert.deepEqual(entered, [], "the tenant was not entered");

    // Nobody subscribes to it any more.
    await growth.getByRole("link", { name: `Prices of ${code}, version 2` }).click();
    await title(page, "Growth");
    await press(page, "Archive");
    await dialog(page)
      .getByLabel(/^Type /)
      .fill(code);
    await press(dialog(page), "Archive");
    await said(page, "Growth is archived.");
    await closed(page);
    await page.getByText("archived", { exact: true }).waitFor();
    assert.equal(await page.getByRole("link", { name: "New version" }).count(), 0);
  },

  async read(page) {
    await signInAs(page, owner);
    await page.locator(".recharts-area").first().waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("b");
    await title(page, "Plan");
    await page.getByText("You have showcase.").waitFor();
    await page.getByText(/^The current period is from/).waitFor();
    assert.equal(await page.getByRole("main").getByRole("button").count(), 0, "read only");
    await page.goto(`${given.url}/app/plans`);
    await title(page, "There is no such page");
    await press(page, "Sign out");
    await title(page, "Sign in to Weir");
    await signInAs(page, viewer, "/app/plan");
    await page.getByText("owners, admins and billing may see this").waitFor();
  },
};

const refused = { plans: ["400 /api/v1/plans", "409 /api/v1/subscriptions/"], read: [] };
for (const name of given.journeys) {
  try {
    await visit(journeys[name], { refused: refused[name] });
  } catch (failed) {
    failed.stack = `${name}: ${failed.stack}`;
    throw failed;
  }
}
assert.deepEqual(found, []);
