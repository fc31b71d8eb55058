// What a person does for themselves and their team: signs in, stays signed in, team, keys, security, preferences, audit.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { given, signInAs, visit } from "./open.mjs";
import { dialog, row, said } from "./parts.mjs";

const { owner, viewer } = given.people;
const cookieName = "__Host-weir_refresh";
const go = (page, name) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();

async function refreshCookie(page) {
  return (await page.context().cookies(given.url)).find(({ name }) => name === cookieName);
}

/** Another device of the owner, by the API alone. */
async function otherDevice(agent) {
  const form = { grant_type: "password", username: owner.email, password: owner.password };
  const headers = { "User-Agent": agent };
  const answer = await fetch(`${given.url}/api/v1/auth/token`, {
    method: "POST",
    headers,
    body: new URLSearchParams(form),
  });
  assert.equal(answer.status, 200);
  const { access_token } = await answer.json();
  return (method, path) =>
    fetch(given.url + path, { method, headers: { ...headers, Authorization: `Bearer ${access_token}` } });
}

const journeys = {
  async session(page) {
    await signInAs(page, owner, "/app/events/rejected");
    await page.getByRole("link", { name: "Rejected" }).waitFor();
    const cookie = await refreshCookie(page);
    assert.ok(cookie, "the refresh cookie is kept on http://127.0.0.1");
    assert.deepEqual([cookie.httpOnly, cookie.secure, cookie.sameSite, cookie.path], [true, true, "Strict", "/"]);
    assert.equal(await page.evaluate(() => document.cookie), "");
    await page.reload();
    await page.getByRole("heading", { name: "Events", level: 1 }).waitFor();
    assert.notEqual((await refreshCookie(page)).value, cookie.value, "each refresh token is used once");
    const kept = await page.evaluate(() => Object.keys(localStorage).sort());
    assert.deepEqual(kept, ["weir.signed_in", "weir.theme"]);

    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in to Weir" }).waitFor();
    assert.equal(await refreshCookie(page), undefined);
    await page.reload();
    await page.getByRole("heading", { name: "Sign in to Weir" }).waitFor();

    // A wrong password says so, with the request's id.
    await page.getByLabel("E-mail").fill(owner.email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("E-mail and password do not fit together.").waitFor();
  },

  async team(page) {
    await signInAs(page, owner, "/app/team");
    await row(page, owner.email).getByText("you", { exact: true }).waitFor();
    await row(page, owner.email).getByText("The last owner stays").waitFor();
    assert.equal(await row(page, owner.email).getByRole("button").count(), 0);
    await page.getByRole("button", { name: `Change role of ${viewer.name}` }).click();
    await dialog(page).getByText("Admin", { exact: true }).click();
    await dialog(page).getByRole("button", { name: "Change role" }).click();
    await said(page, `${viewer.name}: Admin.`);
    await row(page, viewer.email).getByText("Admin", { exact: true }).waitFor();
    // With a second owner, the first one may go.
    await page.getByRole("button", { name: `Change role of ${viewer.name}` }).click();
    await dialog(page).getByText("Owner", { exact: true }).click();
    await dialog(page).getByRole("button", { name: "Change role" }).click();
    await page.getByRole("button", { name: `Leave ${given.tenantName}` }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: `Change role of ${viewer.name}` }).click();
    await dialog(page).getByText("Viewer", { exact: true }).click();
    await dialog(page).getByRole("button", { name: "Change role" }).click();
    await row(page, owner.email).getByText("The last owner stays").waitFor();
  },

  async keys(page) {
    const name = `till ${Date.now() % 1_000_000}`;
    await signInAs(page, owner, "/app/keys");
    await page.getByRole("button", { name: "New key" }).first().click();
    await dialog(page).getByRole("button", { name: "Make the key" }).click();
    await dialog(page).getByText("A key without a name").waitFor();
    await dialog(page).getByLabel("Name").fill(name);
    await dialog(page).getByText("query", { exact: true }).click();
    await dialog(page).getByRole("button", { name: "Make the key" }).click();
    const lines = await page.getByRole("region", { name: "Lines for a shell" }).innerText();
    const secret = await page.getByRole("region", { name: "Secret" }).innerText();
    assert.match(secret, /^weir_sk_[A-Za-z0-9_-]{40,}$/);
    // The lines work as they are.
    const answer = execFileSync("bash", ["-c", lines.replace("curl ", "curl -sS ")], { encoding: "utf8" });
    assert.ok(JSON.parse(answer).accepted === 1, answer);
    await page.keyboard.press("Escape");
    await dialog(page).getByRole("button", { name: "Copy" }).first().click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), secret);
    await dialog(page).getByRole("button", { name: "I have stored it" }).click();
    await dialog(page).waitFor({ state: "detached" });
    assert.ok(!(await page.content()).includes(secret), "the secret is gone with its dialog");

    const asks = () => fetch(`${given.url}/api/v1/meters`, { headers: { Authorization: `Bearer ${secret}` } });
    assert.equal((await asks()).status, 200);
    await page.getByRole("button", { name: `Revoke ${name}` }).click();
    await dialog(page).getByRole("button", { name: "Revoke" }).click();
    await row(page, name).getByText("revoked").waitFor();
    assert.equal((await asks()).status, 401);
  },

  async preferences(page) {
    await signInAs(page, owner, "/app/preferences");
    const sample = page.getByTestId("sample");
    await sample.filter({ hasText: "1,234,567.89" }).waitFor();
    await page.getByLabel("Written as in").selectOption("de");
    await sample.filter({ hasText: "1.234.567,89" }).waitFor();
    await page.getByLabel("Time zone").fill("Asia/Tokyo");
    await said(page, "Times are shown in Asia/Tokyo.");
    await page.getByText("Dark", { exact: true }).first().click();
    await page.locator("html.dark").waitFor({ state: "attached" });
    await page.getByLabel("Name").fill("Ada the owner");
    await page.getByRole("button", { name: "Keep" }).click();
    await said(page, "Your name is kept.");
    await page.getByText("Ada the owner").first().waitFor();
    await page.reload();
    await sample.filter({ hasText: "1.234.567,89" }).waitFor();
    assert.equal(await page.getByLabel("Time zone").inputValue(), "Asia/Tokyo");
    await page.getByLabel("Written as in").selectOption("en");
    await page.getByLabel("Time zone").fill("");
    await said(page, "Times are shown as this device has them.");
  },

  async audit(page) {
    await signInAs(page, owner, "/app/audit");
    await page.getByLabel("What was done").selectOption("api_key.revoked");
    await page.waitForFunction(() => location.search.includes("type=api_key.revoked"));
    await row(page, /till \d/)
      .getByText("API key revoked")
      .first()
      .waitFor();
    await page.getByRole("cell", { name: "Role changed" }).first().waitFor({ state: "detached" });
    await row(page, /till \d/)
      .first()
      .getByRole("button", { name: /^Details/ })
      .click();
    await dialog(page).getByRole("rowheader", { name: "revoked_at" }).waitFor();
    await dialog(page).getByRole("link", { name: "everything about it" }).click();
    await page.waitForFunction(() => location.search.includes("subject=key_"));
    await row(page, "API key made").waitFor();
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 2);
    await page.reload();
    await row(page, "API key made").waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByRole("cell", { name: "Role changed" }).first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export with proofs" }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^audit_acme_.*\.ndjson$/);
    await download.saveAs(join(given.folder, "trail.ndjson"));
  },

  async security(page) {
    const device = await otherDevice("curl/8.0");
    await signInAs(page, owner, "/app/security");
    await row(page, "this one").waitFor();
    await page.getByRole("button", { name: "End session on curl" }).first().click();
    await dialog(page).getByText("curl at 127.0.0.1").waitFor();
    await dialog(page).getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "End all others" }).click();
    await dialog(page).getByRole("button", { name: "End all others" }).click();
    await said(page, "All other sessions have ended.");
    assert.equal(await page.getByRole("row").count(), 2);
    assert.equal((await device("GET", "/api/v1/users/me")).status, 401);

    const change = page.getByRole("button", { name: "Change password" });
    await page.getByLabel("Current password").fill("wrong");
    await page.getByLabel("New password").fill("short");
    await change.click();
    await page.getByText("12 characters or more; these are 5.").waitFor();
    await page.getByLabel("New password").fill("a staple for the battery");
    await change.click();
    await page.getByText("This is not your current password.").waitFor();
    await page.getByLabel("Current password").fill(owner.password);
    await change.click();
    await said(page, "Your password is changed.");
    await page.getByLabel("Current password").fill("a staple for the battery");
    await page.getByLabel("New password").fill(owner.password);
    await change.click();
    await said(page, "Your password is changed.");

    // Ended from elsewhere: the page says so, and goes on where it was.
    const again = await otherDevice("curl/8.1");
    assert.equal((await again("DELETE", "/api/v1/users/me/sessions")).status, 204);
    await go(page, "Team");
    await page.getByText("Your session has ended.").waitFor();
    await page.getByLabel("E-mail").fill(owner.email);
    await page.getByLabel("Password").fill(owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Team", level: 1 }).waitFor();
  },

  async smallRole(page) {
    await signInAs(page, viewer, "/app/team");
    await row(page, viewer.email).getByText("you", { exact: true }).waitFor();
    assert.equal(await page.getByRole("button", { name: /^Remove/ }).count(), 0);
    const places = await page.getByRole("navigation", { name: "Pages" }).getByRole("link").allInnerTexts();
    assert.deepEqual(places, ["Usage", "Events", "Team", "Meters", "Security", "Preferences"]);
    await go(page, "Usage");
    await page.locator(".recharts-area").first().waitFor();
    await go(page, "Meters");
    await page.getByRole("button", { name: "Details of tokens" }).click();
    await dialog(page).getByText("SUM: all values added up").waitFor();
    assert.equal(await page.getByRole("button", { name: "New meter" }).count(), 0);
  },
};

const refused = {
  session: ["400 /api/v1/auth/token"],
  security: ["403 /api/v1/users/me/password", "401 /api/v1/tenants", "400 /api/v1/auth/token"],
};
for (const name of given.journeys) {
  try {
    await visit(journeys[name], { refused: refused[name] ?? [] });
  } catch (failed) {
    failed.stack = `${name}: ${failed.stack}`;
    throw failed;
  }
}
