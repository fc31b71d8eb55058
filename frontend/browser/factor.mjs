// Second factors, devices that need none, giving everything again, what a tenant asks for, and leaving for good.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { given, lookAround, settled, signInAs, visit } from "./open.mjs";
import { dialog, press, row, said, title } from "./parts.mjs";
import { totp } from "./totp.mjs";

const { secured, boss, newcomer, leaver } = given.people;
const idleField = (page) => page.getByRole("textbox", { name: "Without use they end after" });
const asksAgain = (page) => page.getByRole("dialog", { name: "Show that it is you" });

mkdirSync(given.folder, { recursive: true });
const found = [];
const look = async (page, screen) => found.push(...(await lookAround(page, screen)));

/** From the button on: the secret and the recovery codes. `pictures`: of each dialog. */
async function setUp(page, pictures) {
  await press(page, "Set up the second factor");
  await dialog(page).getByRole("img", { name: "QR code of the secret below" }).waitFor();
  if (pictures) await look(page, "factor-app");
  const secret = (await page.getByTestId("secret").innerText()).replaceAll(" ", "");
  assert.match(secret, /^[A-Z2-7]{32}$/);
  await dialog(page).getByLabel(/^Code/).fill(totp(secret));
  await press(dialog(page), "Switch it on");
  const list = page.getByRole("list", { name: "Recovery codes" });
  await list.waitFor();
  if (pictures) await look(page, "factor-codes");
  const codes = await list.getByRole("listitem").allInnerTexts();
  assert.equal(new Set(codes).size, 10);
  const [download] = await Promise.all([page.waitForEvent("download"), press(dialog(page), "Download")]);
  const file = join(given.folder, `codes-${process.pid}.txt`);
  await download.saveAs(file);
  for (const code of codes) assert.ok(readFileSync(file, "utf8").includes(code));
  await page.keyboard.press("Escape");
  assert.ok(await dialog(page).getByRole("button", { name: "Done" }).isDisabled());
  await dialog(page).getByText("I have kept them").click();
  await press(dialog(page), "Done");
  await dialog(page).waitFor({ state: "detached" });
  const content = await page.content();
  assert.ok(!content.includes(secret) && !codes.some((code) => content.includes(code)), "shown once");
  return { secret, codes };
}

async function signOut(page) {
  await press(page, "Sign out");
  await title(page, "Sign in to Weir");
}

/** The password alone; what comes then is for the caller to see. */
async function givePassword(page, { email, password }) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await press(page, "Sign in");
}

async function deviceCookie(page) {
  return (await page.context().cookies(given.url)).find(({ name }) => name === "__Host-weir_device");
}

const journeys = {
  async enrolled(page) {
    await signInAs(page, secured, "/app/security");
    const { secret, codes } = await setUp(page, true);
    await page.getByText("10 of 10 recovery codes left").waitFor();
    await signOut(page);

    // Another code than the one that confirmed: each is good once.
    await givePassword(page, secured);
    await title(page, "Enter a code");
    await page.getByLabel(/^Code/).fill("000000");
    await press(page, "Sign in");
    await page.getByText("This code is wrong").waitFor();
    await page.getByText("Trust this device for 30 days").click();
    await page.getByLabel("Name of this device").fill("Test browser");
    await look(page, "sign-in-code");
    await page.getByLabel(/^Code/).fill(totp(secret, 1));
    await press(page, "Sign in");
    await title(page, "Security");
    const cookie = await deviceCookie(page);
    assert.deepEqual([cookie.httpOnly, cookie.secure, cookie.sameSite], [true, true, "Strict"]);
    await row(page, "Test browser").waitFor();
    await look(page, "security-factor");

    // Trusted: the password is enough to sign in, and not enough to make a key.
    await signOut(page);
    await signInAs(page, secured, `/app/keys?tenant=${given.strict}`);
    await page.getByRole("button", { name: "New key" }).first().click();
    await dialog(page).getByLabel("Name").fill("kiosk");
    await dialog(page).getByLabel("May be used from").fill("127.0.0.0/8\n10.0.0.0/33");
    await dialog(page).getByText("query", { exact: true }).click();
    await press(dialog(page), "Make the key");
    await asksAgain(page).getByLabel(/^Code/).waitFor();
    await look(page, "step-up");
    // Declined: the dialog below is as it was, and says so.
    await press(asksAgain(page), "Cancel");
    await dialog(page).getByText("Show first that it is you.").waitFor();
    await press(dialog(page), "Make the key");
    await asksAgain(page).getByLabel("Password").fill("not the password");
    await press(asksAgain(page), "Use a recovery code");
    await asksAgain(page).getByLabel("Recovery code").fill(codes[0]);
    await press(asksAgain(page), "Go on");
    await asksAgain(page).getByText("This is not your password.").waitFor();
    await asksAgain(page).getByLabel("Password").fill(secured.password);
    await page.keyboard.press("Enter");
    // Repeated by itself; now it is the server that looks at the networks.
    await asksAgain(page).waitFor({ state: "detached" });
    await dialog(page).getByText("10.0.0.0/33:").first().waitFor();
    await dialog(page).getByLabel("May be used from").fill("127.0.0.0/8");
    await press(dialog(page), "Make the key");
    const first = await page.getByRole("region", { name: "Secret" }).innerText();
    await press(dialog(page), "I have stored it");
    await row(page, "kiosk").getByText("127.0.0.0/8").waitFor();

    // Within ten minutes nothing is asked again.
    await press(page, "Rotate kiosk");
    await dialog(page).getByLabel("The old key goes on for").selectOption("0");
    await press(dialog(page), "Make the new key");
    await dialog(page).getByText("has ended").waitFor();
    const second = await page.getByRole("region", { name: "Secret" }).innerText();
    await press(dialog(page), "I have stored it");
    await row(page, "kiosk").getByText("replaced by").waitFor();
    await look(page, "keys-rotated");
    const asks = async (key) =>
      (await fetch(`${given.url}/api/v1/meters`, { headers: { Authorization: `Bearer ${key}` } })).status;
    assert.deepEqual([await asks(first), await asks(second)], [401, 200]);

    // Trusted no more: a code is asked for again, and a recovery code does.
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Security" }).click();
    await page.getByText("9 of 10 recovery codes left").waitFor();
    await press(page, "Trust no more: Test browser");
    await press(dialog(page), "Trust no more");
    await said(page, "Test browser is trusted no more.");
    await signOut(page);
    await givePassword(page, secured);
    await press(page, "Use a recovery code");
    await page.getByLabel("Recovery code").fill(codes[1].toUpperCase().replaceAll("-", " "));
    await press(page, "Sign in");
    await title(page, "Security");
    await page.getByText("8 of 10 recovery codes left").waitFor();
    await press(page, "New recovery codes");
    await press(dialog(page), "Make new ones");
    await page.getByRole("list", { name: "Recovery codes" }).waitFor();
    await dialog(page).getByText("I have kept them").click();
    await press(dialog(page), "Done");
    await page.getByText("10 of 10 recovery codes left").waitFor();
    await press(page, "Switch off");
    await press(dialog(page), "Switch off");
    await said(page, "Your second factor is off.");
    await signOut(page);
    await signInAs(page, secured, "/app/security");
    await page.getByRole("button", { name: "Set up the second factor" }).waitFor();
  },

  async required(page) {
    const address = `/app/policies?tenant=${given.strict}`;
    const shut = `${given.strictName} asks for a second factor`;
    await signInAs(page, boss, address);
    await page.getByText("Ask for a second factor").click();
    await idleField(page).fill("12");
    await press(page, "Keep the policies");
    await dialog(page).getByText("Members without a second factor see nothing").waitFor();
    await dialog(page).getByText("You have none yourself").waitFor();
    await press(dialog(page), "Keep the policies");
    // Whoever has none is shut out, who set it too.
    await title(page, shut);
    const own = await setUp(page, false);
    await title(page, "Policies");
    assert.equal(await idleField(page).inputValue(), "12");
    await look(page, "policies-strict");
    await signOut(page);

    await signInAs(page, newcomer, `/app/usage?tenant=${given.strict}`);
    await title(page, shut);
    await look(page, "must-enroll");
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Meters" }).click();
    await title(page, shut);
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Preferences" }).click();
    await title(page, "Preferences");
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Usage" }).click();
    await setUp(page, false);
    await page.getByText("No usage in this period").waitFor();
    await signOut(page);

    // The owner takes it back, with a code.
    await page.goto(given.url + address);
    await givePassword(page, boss);
    await page.getByLabel(/^Code/).fill(totp(own.secret, 1));
    await press(page, "Sign in");
    await title(page, "Policies");
    await page.getByText("Ask for a second factor").click();
    await idleField(page).fill("");
    await press(page, "Keep the policies");
    await said(page, `The policies of ${given.strictName} are in force within a minute.`);
    // The last owner stays.
    await page.goto(`${given.url}/app/preferences`);
    await press(page, "Delete my account");
    await dialog(page)
      .getByLabel(/^Type /)
      .fill(boss.email);
    await press(dialog(page), "Delete my account");
    await dialog(page).getByText(`You are the last owner of ${given.strictName}.`).waitFor();
  },

  async erased(page) {
    await signInAs(page, leaver, "/app/preferences");
    const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Download my data")]);
    assert.match(download.suggestedFilename(), /^weir_usr_.*\.json$/);
    const file = join(given.folder, "data.json");
    await download.saveAs(file);
    assert.equal(JSON.parse(readFileSync(file, "utf8")).user.email, leaver.email);
    await press(page, "Delete my account");
    assert.ok(await dialog(page).getByRole("button", { name: "Delete my account" }).isDisabled());
    await dialog(page)
      .getByLabel(/^Type /)
      .fill(leaver.email);
    await press(dialog(page), "Delete my account");
    await page.getByText("Your account is deleted, and all sessions of it have ended.").waitFor();
    await settled(page);
    await look(page, "erased");
    await givePassword(page, leaver);
    await page.getByText("E-mail and password do not fit together.").waitFor();
  },
};

const refused = {
  enrolled: ["400 /api/v1/auth/token", "403 /api/v1/api-keys", "403 /api/v1/auth/step-up", "400 /api/v1/api-keys"],
  required: [
    "400 /api/v1/auth/token",
    "403 /api/v1/tenants/",
    "403 /api/v1/meters",
    "403 /api/v1/usage",
    "409 /api/v1/users/me",
  ],
  erased: ["400 /api/v1/auth/token"],
};
for (const name of given.journeys) {
  try {
    await visit(journeys[name], { refused: refused[name] });
  } catch (failed) {
    failed.stack = `${name}: ${failed.stack}`;
    throw failed;
  }
}
assert.deepEqual(found, []);
