// What staff of the platform do: tenants, a visit that the tenant is told of, meters.
import assert from "node:assert/strict";
import { given, signInAs, visit } from "./open.mjs";
import { dialog, row } from "./parts.mjs";

const key = `initech-${Date.now() % 1_000_000}`;

await visit(
  async (page) => {
    await signInAs(page, given.people.operator);
    await page.getByRole("heading", { name: "Tenants", level: 1 }).waitFor();
    await page.getByRole("button", { name: "New tenant" }).click();
    await dialog(page).getByLabel("Key").fill(key);
    await dialog(page).getByLabel("Time zone").fill("Europe/Vienna");
    await dialog(page).getByLabel("Currency").fill("eu");
    await dialog(page).getByRole("button", { name: "Make the tenant" }).click();
    await dialog(page).getByText("Three letters: EUR.").waitFor();
    await dialog(page).getByLabel("Currency").fill("eur");
    await dialog(page).getByRole("button", { name: "Make the tenant" }).click();
    await row(page, key).getByText("Europe/Vienna").waitFor();
    await page.getByRole("button", { name: `Suspend ${key}` }).click();
    await dialog(page).getByRole("button", { name: "Suspend" }).click();
    await row(page, key).getByText("suspended").waitFor();
    await page.getByRole("button", { name: `Resume ${key}` }).click();
    await dialog(page).getByRole("button", { name: "Resume" }).click();
    await row(page, key).getByText("active").waitFor();

    // A tenant of others is opened on purpose, and only then asked about.
    const asked = [];
    page.on("request", (request) => {
      if (request.headers()["weir-tenant"]) asked.push(request.url());
    });
    await page.getByRole("link", { name: `Open as staff: ${given.tenantName}` }).click();
    await page.getByRole("heading", { name: `Open ${given.tenantName} as staff?` }).waitFor();
    assert.deepEqual(asked, []);
    await page.getByRole("button", { name: "Open as staff" }).click();
    const banner = page.getByRole("region", { name: "Staff access" });
    await banner.filter({ hasText: `You are looking at ${given.tenantName} as staff (operator).` }).waitFor();
    await page.locator(".recharts-area").first().waitFor();
    await page.getByRole("link", { name: "Audit", exact: true }).click();
    await row(page, "Opened by staff").getByText("Staff of the platform").first().waitFor();
    await banner.getByRole("button", { name: "Leave it" }).click();
    await page.getByRole("heading", { name: "Tenants", level: 1 }).waitFor();
    await banner.waitFor({ state: "detached" });

    // What no tenant sees: who signed in.
    await page.getByRole("link", { name: "Platform audit" }).click();
    await page.getByLabel("What was done").selectOption("session.started");
    await row(page, given.people.operator.name).getByText("Signed in").first().waitFor();

    // A meter, with what is wrong said while it is written.
    await page.getByRole("link", { name: "Meters", exact: true }).click();
    await page.getByRole("button", { name: "New meter" }).click();
    await dialog(page).getByLabel("Slug").fill("Api Calls");
    await dialog(page).getByText("Small letters and digits").waitFor();
    await dialog(page).getByLabel("Slug").fill("api_calls");
    await dialog(page).getByLabel("Event type").fill("call");
    await dialog(page).getByLabel("Value").fill("$..ms");
    await dialog(page).getByRole("button", { name: "Add a group" }).click();
    await dialog(page).getByLabel("Name of group 1").fill("route");
    await dialog(page).getByLabel("Path of group 1").fill("$.route");
    await dialog(page).getByText('"type": "call"').waitFor();
    await dialog(page).getByRole("button", { name: "Make the meter" }).click();
    // What only the server knows is said at its field.
    await dialog(page).getByText("The meter was not made").waitFor();
    await dialog(page).getByLabel("Value").fill("$.ms");
    await dialog(page).getByRole("button", { name: "Make the meter" }).click();
    await row(page, "api_calls").getByText("route").waitFor();
    await page.getByRole("button", { name: "Delete api_calls" }).click();
    assert.ok(await dialog(page).getByRole("button", { name: "Delete the meter" }).isDisabled());
    await dialog(page)
      .getByLabel(/^Type api_calls/)
      .fill("api_calls");
    await dialog(page).getByRole("button", { name: "Delete the meter" }).click();
    await row(page, "api_calls").waitFor({ state: "detached" });

    // A flag, after it was said what it does, and back.
    for (const to of ["off", "on"]) {
      await page.getByRole("link", { name: "Feature flags" }).click();
      await page.getByRole("button", { name: `Switch ${to}: usage_stream` }).click();
      await dialog(page).getByText("Dashboards are told of new usage").waitFor();
      await dialog(page)
        .getByRole("button", { name: `Switch ${to}` })
        .click();
      await row(page, "usage_stream").getByText(to, { exact: true }).waitFor();
      await dialog(page).waitFor({ state: "detached" });
    }

    // By keys alone.
    await page.keyboard.press("g");
    await page.keyboard.press("p");
    await page.getByRole("heading", { name: "Preferences", level: 1 }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Find and do" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.type("security");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Security", level: 1 }).waitFor();
  },
  { refused: ["400 /api/v1/meters"] },
);
