// Signing in by another service, a real one, which is another site than the portal's: with cookies that are strict.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { given, lookAround, mailedLink, visit } from "./open.mjs";
import { dialog, press, row, said, title } from "./parts.mjs";
import { totp } from "./totp.mjs";

const host = new URL(given.issuer).host;
const there = `Continue with ${host}`;
const asksAgain = (page) => page.getByRole("dialog", { name: "Show that it is you" });
const go = (page, name) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();
const confirmed = (page) => page.getByRole("region", { name: "Confirmed" });

mkdirSync(given.folder, { recursive: true });
const found = [];
const look = async (page, screen) => found.push(...(await lookAround(page, screen)));

/** At the service: who one is there, and, the first time, that Weir may know it. */
async function signInThere(page, name) {
  await page.waitForURL(`${given.issuer}/interaction/**`);
  await page.getByPlaceholder("Enter any login").fill(name);
  await page.getByPlaceholder("and password").fill("any");
  await press(page, "Sign-in");
  const consent = page.getByRole("button", { name: "Continue", exact: true });
  await consent.or(page.locator("#root")).waitFor({ state: "attached" });
  if ((await consent.count()) > 0) await consent.click();
}

async function begin(page, address) {
  await page.goto(given.url + address);
  await press(page, there);
}

/** From the sign-in page to the one that was asked for. */
async function signIn(page, name, address) {
  await begin(page, address);
  await signInThere(page, name);
  await page.locator("#page").waitFor();
  assert.equal(page.url(), given.url + address);
}

/** What came back proves somebody: it stays nowhere. */
async function leftBehind(page, codes) {
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  assert.ok(codes.length > 0);
  for (const code of codes) {
    assert.ok(!stored.includes(code) && !(await page.content()).includes(code), "in the page");
    assert.ok(!readFileSync(given.log, "utf8").includes(code), "in the server's log");
  }
}

function watched(page) {
  const codes = [];
  const finished = [];
  page.on("request", (request) => {
    const code = new URL(request.url()).searchParams.get("code");
    if (code !== null && request.url().startsWith(given.url)) codes.push(code);
    if (request.url().endsWith("/oidc/finish")) finished.push(request);
  });
  return { codes, finished };
}

const journeys = {
  async signsIn(page) {
    const seen = watched(page);
    await page.goto(`${given.url}/app/keys?tenant=acme`);
    await page.getByRole("button", { name: there }).waitFor();
    await look(page, "openid-sign-in");
    await signIn(page, given.people.comer, "/app/keys?tenant=acme");
    await title(page, "API keys");
    assert.equal(seen.finished.length, 1);
    await leftBehind(page, seen.codes);
    // Going back shows neither code nor a page that would use it.
    assert.ok(!(await page.evaluate(() => JSON.stringify(window.history.state))).includes("code"));
    const cookies = await page.context().cookies(given.url);
    assert.deepEqual(
      cookies.map(({ name }) => name).filter((name) => name === "__Host-weir_oidc"),
      [],
    );
    await page.reload();
    await title(page, "API keys");
    await go(page, "Security");
    await row(page, host).waitFor();
    await look(page, "openid-security");
    // The service knows the browser by now and asks nothing.
    await press(page, "Sign out");
    await press(page, there);
    await title(page, "Security");
    assert.equal(seen.finished.length, 2);
  },

  async givesACode(page) {
    await begin(page, "/app/preferences");
    await signInThere(page, given.people.secured);
    await title(page, "Enter a code");
    assert.equal(page.url(), `${given.url}/app/oidc`);
    await look(page, "openid-code");
    await page.getByLabel(/^Code/).fill("000000");
    await press(page, "Sign in");
    await page.getByText("This code is wrong").waitFor();
    await page.getByText("Trust this device for 30 days").click();
    await page.getByLabel(/^Code/).fill(totp(given.secret));
    await press(page, "Sign in");
    await title(page, "Preferences");
    await press(page, "Sign out");
    // Trusted: the service alone is enough to sign in.
    await press(page, there);
    await title(page, "Preferences");
    // Loaded again in the middle of it, the token for the code is gone.
    await press(page, "Sign out");
    await page.context().clearCookies({ name: "__Host-weir_device" });
    await press(page, there);
    await title(page, "Enter a code");
    await page.reload();
    await title(page, "This sign-in is over");
    await press(page, "Begin again");
    await title(page, "Enter a code");
    await press(page, "Back to the sign-in");
    await title(page, "Sign in to Weir");
    assert.equal(page.url(), `${given.url}/app/preferences`);
  },

  async isRefused(page) {
    await begin(page, "/app/usage?tenant=acme");
    await signInThere(page, given.people.stranger);
    await title(page, "Nobody here has your address");
    await page.getByText("Request id").waitFor();
    await look(page, "openid-refused");
    await press(page, "Back to the sign-in");
    await title(page, "Sign in to Weir");
    assert.equal(page.url(), `${given.url}/app/usage?tenant=acme`);

    await page.context().clearCookies();
    await press(page, there);
    await page.getByRole("link", { name: "Cancel" }).click();
    await title(page, "Nobody signed in");
    await page.getByText(`You turned back at ${host}`).waitFor();
    await press(page, "Begin again");
    await signInThere(page, given.people.comer);
    await page.locator("#page").waitFor();
    assert.equal(page.url(), `${given.url}/app/usage?tenant=acme`);
    await press(page, "Sign out");

    // Somebody else's link: their words are not shown, and nothing is begun by it.
    await page.goto(`${given.url}/app/oidc?error=access_denied&error_description=Call+0900`);
    await title(page, "This sign-in is over");
    assert.ok(!(await page.content()).includes("0900"));
    // Their code and state fit no cookie of this browser.
    await page.goto(`${given.url}/app/oidc?code=planted&state=planted`);
    await title(page, "This sign-in is over");
    assert.equal(page.url(), `${given.url}/app/oidc`);
  },

  async provesAgain(page) {
    const { owner, comer } = given.people;
    await signIn(page, owner, "/app/keys?tenant=acme");
    const make = async () => {
      await page.getByRole("button", { name: "New key" }).first().click();
      await dialog(page).getByLabel("Name").fill("till");
      await dialog(page).getByText("query", { exact: true }).click();
      await press(dialog(page), "Make the key");
    };
    await make();
    await asksAgain(page)
      .getByRole("button", { name: `Confirm at ${host}` })
      .waitFor();
    await look(page, "openid-step-up");
    await press(asksAgain(page), `Confirm at ${host}`);
    // The service knows the browser, and asks all the same. Somebody else will not do.
    await signInThere(page, comer);
    await title(page, "That was somebody else");
    await press(page, "Back to Weir");
    await title(page, "API keys");
    assert.equal(await confirmed(page).count(), 0);
    await make();
    await press(asksAgain(page), `Confirm at ${host}`);
    await signInThere(page, owner);
    await confirmed(page).getByText("What you were about to do was not done").waitFor();
    assert.equal(page.url(), `${given.url}/app/keys?tenant=acme`);
    await look(page, "openid-confirmed");
    assert.equal(await row(page, "till").count(), 0);
    await make();
    await page.getByRole("region", { name: "Secret" }).waitFor();
    assert.equal(await asksAgain(page).count(), 0);
    await press(dialog(page), "I have stored it");
    await row(page, "till").waitFor();

    // Within ten minutes nothing is asked again.
    await go(page, "Security");
    await confirmed(page).waitFor({ state: "detached" });
    await press(page, `Unlink ${host}`);
    await dialog(page).getByText("This is no lock").waitFor();
    await look(page, "openid-unlink");
    await press(dialog(page), "Unlink");
    await said(page, `${host} is unlinked.`);
    await page.getByText("None is linked.").waitFor();
    await press(page, "Sign out");
    await press(page, there);
    await row(page, host).waitFor();
  },

  async isInvited(page) {
    const link = await mailedLink(given.invited, "invitation");
    await page.goto(link);
    await page.getByText("This address has an account").waitFor();
    await page.getByRole("button", { name: there }).waitFor();
    await look(page, "openid-invitation");
    await press(page, there);
    await signInThere(page, given.people.invited);
    await page.locator("#page").waitFor();
    await page.goto(link);
    await press(page, "Accept the invitation");
    await page.getByText("No usage in this period").or(page.getByText("Nothing is measured yet")).waitFor();
    assert.ok(page.url().startsWith(`${given.url}/app/usage?tenant=acme`));
  },
};

const refused = {
  signsIn: [],
  givesACode: ["400 /api/v1/auth/oidc/finish", "400 /api/v1/auth/token"],
  isRefused: ["403 /api/v1/auth/oidc/finish", "400 /api/v1/auth/oidc/finish"],
  provesAgain: ["403 /api/v1/api-keys", "403 /api/v1/auth/oidc/finish"],
  isInvited: [],
};
const fonts = "https://fonts.googleapis.com/";
for (const name of given.journeys) {
  try {
    await visit(
      async (page) => {
        // What the service's page asks for; it is not there without a network.
        await page.route(`${fonts}**`, (route) => route.fulfill({ contentType: "text/css", body: "" }));
        await journeys[name](page);
      },
      { refused: refused[name], elsewhere: [given.issuer, fonts] },
    );
  } catch (failed) {
    failed.stack = `${name}: ${failed.stack}`;
    throw failed;
  }
}
assert.deepEqual(found, []);
