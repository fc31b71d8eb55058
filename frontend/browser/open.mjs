// A browser on the portal that notes everything a reader would not see: console errors, refused policies, failed loads.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** {url, key, folder, pictures, …} as the test hands it over. */
export const given = JSON.parse(readFileSync(0, "utf8"));

/**
 * Runs `journey(page, …)` in a fresh browser; afterwards nothing may have gone wrong unseen. `refused`: answers that the
 * journey asks for, such as "403 /api/v1/users/me/password"; Chromium writes each into the console too. `elsewhere`: where
 * else it goes.
 */
export async function visit(
  journey,
  { width = 1440, height = 900, theme = "light", refused = [], elsewhere = [] } = {},
) {
  const known = [given.url, ...elsewhere];
  const browser = await chromium.launch({
    executablePath: process.env.WEIR_CHROMIUM ?? "/usr/bin/chromium",
    args: flags,
  });
  const wrong = [];
  try {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      locale: "en-GB",
      timezoneId: "Europe/Berlin",
      permissions: ["clipboard-read", "clipboard-write"],
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on("console", (message) => {
      const wanted = refused.some((one) => message.text().includes(`status of ${one.split(" ")[0]} `));
      if (["error", "warning"].includes(message.type()) && !wanted) wrong.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => wrong.push(`page: ${error.stack}`));
    page.on("response", (response) => {
      const answer = `${response.status()} ${new URL(response.url()).pathname}`;
      if (response.status() >= 400 && !refused.some((one) => answer.startsWith(one))) wrong.push(answer);
    });
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && !known.some((one) => request.url().startsWith(one)))
        wrong.push(`elsewhere: ${request.url()}`);
    });
    await journey(page);
  } finally {
    await browser.close();
  }
  assert.deepEqual(wrong, []);
}

/** As somebody of `given.people`. */
export async function signInAs(page, { email, password }, address = "/app/") {
  await page.goto(given.url + address);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("#page").waitFor();
}

export async function signIn(page, address = "/app/") {
  await page.goto(given.url + address);
  await page.getByRole("button", { name: "Use an API key" }).click();
  await page.getByLabel("API key").fill(given.key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("#page").waitFor();
}

/** From the server's log, where mails go without a mail server: the link of the last of `count` mails, or of another. */
export async function mailedLink(recipient, kind, count = 1, which = count - 1) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const mails = readFileSync(given.log, "utf8")
      .split("\n")
      .filter((line) => line.includes(`"kind":"${kind}"`) && line.includes(`"to":"${recipient}"`));
    if (mails.length >= count) return JSON.parse(mails[which]).link;
    assert.ok(Date.now() < deadline, `no ${count} mails to ${recipient}: ${kind}`);
    await later(100);
  }
}

/** Until nothing is loading and nothing moves any more, for some frames: what was set just now begins to move in the next one. */
export async function settled(page) {
  await page.waitForFunction(() => {
    const moving = document
      .getAnimations()
      .some((one) => one.playState === "running" && one.effect.getTiming().iterations !== Infinity);
    const still = !moving && document.querySelector("[aria-busy=true]") === null;
    window.stillFrames = still ? (window.stillFrames ?? 0) + 1 : 0;
    if (window.stillFrames < 3) return false;
    window.stillFrames = 0;
    return true;
  });
}

/** What is wrong by WCAG 2.0 to 2.2, A and AA, and best practice. */
export async function barriers(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
}

/** What reaches beyond the screen (WCAG 1.4.10). */
export async function overflow(page) {
  return page.evaluate(() => {
    const inner = window.innerWidth;
    if (document.documentElement.scrollWidth <= inner) return [];
    const wide = [...document.querySelectorAll("main *")].filter(
      (one) => one.getBoundingClientRect().right > inner + 1,
    );
    return [
      `beyond ${inner} pixels: ${wide
        .slice(0, 3)
        .map(({ outerHTML }) => outerHTML.slice(0, 120))
        .join(" | ")}`,
    ];
  });
}

/** What is wrong with what is shown now, in both themes, wide and narrow; a picture of each. For who follows the system. */
export async function lookAround(page, screen) {
  const before = page.viewportSize();
  const found = [];
  // What would lie under the pointer at one width only is not pointed at by the reader.
  await page.mouse.move(0, 0);
  for (const theme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html.${theme}`).waitFor();
    for (const width of [320, 1440]) {
      await page.setViewportSize({ width, height: width < 600 ? 780 : 900 });
      await settled(page);
      const name = `${screen} at ${width} in ${theme}`;
      found.push(...[...(await overflow(page)), ...(await barriers(page))].map((wrong) => `${name}: ${wrong}`));
      if (given.pictures)
        await page.screenshot({ path: join(given.folder, `${screen}-${width}-${theme}.png`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
  return found;
}
