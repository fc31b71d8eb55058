// Nothing moves under a reader's eyes: not when a page comes, not when what it shows is asked for again.
import assert from "node:assert/strict";
import { setTimeout as later } from "node:timers/promises";
import { given, settled, signIn, visit } from "./open.mjs";

const about = `tenant=${given.tenant}&meter=${given.meter}`;
let sent = 0;

/** Chromium's own count (Layout Instability), from the first paint on; each with what moved, and from where to where. */
async function watchShifts(page) {
  await page.addInitScript(() => {
    window.shifts = [];
    new window.PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        window.shifts.push({
          value: entry.value,
          at: Math.round(entry.startTime),
          moved: entry.sources.map(
            ({ node, previousRect: a, currentRect: b }) =>
              `${node?.nodeName}.${node?.className ?? node?.parentElement?.className} "${(node?.textContent ?? "").slice(0, 40)}" ${a.x},${a.y} ${a.width}x${a.height} → ${b.x},${b.y} ${b.width}x${b.height}`,
          ),
        });
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** What has moved since it was last asked, also right after a click, which Chromium's sum would leave out. */
async function moved(page) {
  // Two frames: what was drawn last has been looked at, and its entry handed over.
  await page.evaluate(
    () =>
      new Promise((done) =>
        window.requestAnimationFrame(() => window.requestAnimationFrame(() => window.setTimeout(done))),
      ),
  );
  return page.evaluate(() => window.shifts.splice(0));
}

async function still(page, what) {
  await settled(page);
  assert.deepEqual(await moved(page), [], `${what}: something moved`);
}

async function movedLess(page, most, what) {
  await settled(page);
  const shifts = await moved(page);
  const sum = shifts.reduce((all, { value }) => all + value, 0);
  assert.ok(sum < most, `${what}: ${sum}: ${JSON.stringify(shifts, null, 1)}`);
}

/** What the field calls good. */
const calmStart = (page, what) => movedLess(page, 0.1, `${what} at its first load`);

/**
 * After a click that asks for other numbers: the mark of what was chosen slides there, and a number of another length
 * pushes its unit by a digit. A panel that moves by a line is ten times as much.
 */
const stillButForNumbers = (page, what) => movedLess(page, 0.002, what);

/** One more event of now, so that the next answer is another one. */
async function use() {
  sent += 1;
  const event = {
    specversion: "1.0",
    id: `steady-${given.turn}-${sent}`,
    source: "checkout",
    type: "completion",
    subject: "team-1",
    time: new Date(Date.now() - 1000).toISOString(),
    data: { model: "large", tokens: "1" },
  };
  const answer = await fetch(`${given.url}/api/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${given.shop}`, "content-type": "application/cloudevents+json" },
    body: JSON.stringify(event),
  });
  assert.equal(answer.status, 202);
}

const summary = (page) => page.getByTestId("summary").innerText();

async function anotherSummary(page, before) {
  await page.waitForFunction((text) => document.querySelector("[data-testid=summary]")?.innerText !== text, before);
}

const seen = { width: given.width, height: 900 };

/** Usage: told by the stream, then in other periods, groups and views and back. */
async function live() {
  await visit(async (page) => {
    await watchShifts(page);
    await signIn(page, `/app/usage?${about}&range=7d`);
    await page.locator(".recharts-area").first().waitFor();
    await calmStart(page, "usage");
    for (let turn = 0; turn < 2; ++turn) {
      const before = await summary(page);
      await use();
      await anotherSummary(page, before);
      await still(page, "usage that the stream told of");
    }
    const period = page.getByRole("radiogroup", { name: "Period" });
    for (const name of ["24 hours", "30 days", "7 days"]) {
      const before = await summary(page);
      // Narrow, the same choice is a list.
      if (given.width < 600) await page.getByRole("combobox", { name: "Period" }).selectOption({ label: name });
      else await period.getByText(name).click();
      await anotherSummary(page, before);
      await stillButForNumbers(page, `usage of ${name}`);
    }
  }, seen);
}

/** Usage without a stream: asked for by the clock. */
async function polled() {
  await visit(
    async (page) => {
      await watchShifts(page);
      await page.route("**/api/v1/usage/stream*", (route) => route.fulfill({ status: 503, body: "{}" }));
      await page.clock.install();
      await signIn(page, `/app/usage?${about}&range=7d`);
      await page.locator(".recharts-area").first().waitFor();
      await calmStart(page, "usage");
      for (let turn = 0; turn < 2; ++turn) {
        const before = await summary(page);
        await use();
        await counted();
        await page.clock.fastForward(61_000);
        await anotherSummary(page, before);
        await still(page, "usage that the clock asked for");
      }
    },
    { ...seen, refused: ["503 /api/v1/usage/stream"] },
  );
}

/** Until what was sent is in the numbers: the next question of the page is answered with it. */
async function counted() {
  const now = Date.now();
  for (;;) {
    const answer = await fetch(`${given.url}/api/v1/usage/conservation`, {
      headers: { authorization: `Bearer ${given.key}` },
    });
    if (Date.parse((await answer.json()).data_through) > now) return;
    assert.ok(Date.now() < now + 30_000, "what was sent is not counted");
    await later(100); // the page asks from the same address, which may ask a thousand times a minute
  }
}

const lists = {
  events: "events",
  rejected: "events/rejected",
  conflicts: "events/conflicts",
  keys: "keys",
  team: "team",
  audit: "audit",
  people: "people",
  plans: "plans",
};

/**
 * Lists, asked for again as when somebody comes back after a while to the page's tab. What is new stands first, and moves
 * what is older by its height: so nothing is new here.
 */
async function listed() {
  await visit(async (page) => {
    await watchShifts(page);
    await page.clock.install();
    // What stands there before an answer is seen, and names come after what they are the names of.
    await page.route("**/api/v1/**", async (route) => {
      await later(route.request().url().includes("limit=100") ? 400 : 150);
      await route.continue();
    });
    for (const [name, path] of Object.entries(lists)) {
      const answered = () => page.waitForResponse((answer) => answer.url().includes("limit=50"));
      const first = answered();
      await signIn(page, `/app/${path}?${about}`);
      await first;
      await calmStart(page, name);
      const again = answered();
      await page.clock.fastForward(61_000);
      await page.evaluate(() => window.dispatchEvent(new window.Event("visibilitychange")));
      await again;
      await still(page, name);
    }
  }, seen);
}

await { live, polled, listed }[given.journey]();
