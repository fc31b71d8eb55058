// What staff do about people: find one among all, see what the trail tells, take their data along, erase them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { given, settled, signInAs, visit } from "./open.mjs";
import { dialog, press, row, said, title } from "./parts.mjs";

const { operator, unwanted, boss, owner } = given.people;
const find = (page, text) => page.getByRole("searchbox", { name: "Find" }).fill(text);

/** What was done to them, when the trail has come so far. */
async function chained(page, words) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    await page.reload();
    await page.getByLabel("Show").selectOption("subject");
    await settled(page);
    if ((await row(page, words).count()) > 0) return;
    assert.ok(Date.now() < deadline, `the trail does not tell: ${words}`);
  }
}

await visit(
  async (page) => {
    await signInAs(page, operator);
    await title(page, "Tenants");
    await page.keyboard.press("g");
    await page.keyboard.press("w");
    await title(page, "People");
    await row(page, operator.email).getByText("you", { exact: true }).waitFor();
    await row(page, operator.email).getByText("Operator", { exact: true }).waitFor();
    await find(page, `${unwanted.name} EXAMPLE.com`);
    await page.getByText(/^1 of the \d+ that were looked at\.$/).waitFor();
    assert.equal(await page.getByRole("row").count(), 2);
    await page.getByRole("link", { name: unwanted.name, exact: true }).click();
    await title(page, unwanted.name);
    await page.goBack();
    await page.getByText(/^1 of the \d+ that were looked at\.$/).waitFor();
    await page.goForward();
    await title(page, unwanted.name);
    assert.ok(!page.url().includes("example.com"), "no address of a person in the page's");
    await page.getByRole("region", { name: "Disable them" }).filter({ hasText: unwanted.email }).waitFor();

    // All that is kept, as the server wrote it; that it was asked for is in the trail.
    const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Download their data")]);
    assert.match(download.suggestedFilename(), /^weir_usr_.*\.json$/);
    const file = join(given.folder, "their-data.json");
    await download.saveAs(file);
    assert.equal(JSON.parse(readFileSync(file, "utf8")).user.email, unwanted.email);
    await said(page, `The data of ${unwanted.name} is in the file.`);
    await chained(page, "Data of a user exported");

    // Gone, here and from what the browser kept.
    await press(page, `Erase ${unwanted.name}`);
    assert.ok(await dialog(page).getByRole("button", { name: "Erase", exact: true }).isDisabled());
    await dialog(page)
      .getByLabel(/^Type /)
      .fill(unwanted.email);
    await press(dialog(page), "Erase");
    await said(page, `${unwanted.name} is erased.`);
    await title(page, "People");
    await row(page, boss.email).waitFor();
    await find(page, unwanted.name);
    await page.getByText("Nobody is called that").waitFor();
    await page.goBack();
    await title(page, "There is nobody with this id");
    await page.getByRole("link", { name: "All people" }).click();

    // The last owner of a tenant stays, and which tenant that is is said.
    await find(page, boss.email);
    await page.getByRole("link", { name: boss.name, exact: true }).click();
    await press(page, `Erase ${boss.name}`);
    await dialog(page)
      .getByLabel(/^Type /)
      .fill(boss.email);
    await press(dialog(page), "Erase");
    await dialog(page).getByText(`last owner of the tenant ${given.strict}.`).waitFor();
    await press(dialog(page), "Cancel");

    // Who is no operator sees no such page.
    await press(page, "Sign out");
    await title(page, "Sign in to Weir");
    await signInAs(page, owner, "/app/people");
    await title(page, "There is no such page");
  },
  { refused: ["404 /api/v1/users/", "409 /api/v1/users/"] },
);
