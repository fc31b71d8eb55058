// Who comes by a mail: an invitation, a forgotten password, an address to be confirmed. The mails are in the server's log.
import assert from "node:assert/strict";
import { given, mailedLink, signInAs, visit } from "./open.mjs";
import { dialog, row, said, title } from "./parts.mjs";

const { owner, guest, lone } = given.people;
const stamp = Date.now() % 1_000_000;

/** Opens a mail's link; its token is in the address no longer than the page takes to read it. */
async function open(page, link) {
  const [address, token] = link.split("#token=");
  assert.ok(address.startsWith(`${given.url}/app/`) && token.startsWith("weir_mt_"), link);
  await page.goto(link);
  await page.waitForFunction(() => location.hash === "");
  assert.equal(page.url(), address);
  const kept = await page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  );
  assert.ok(!kept.includes(token));
}

async function invite(page, email, role) {
  await page.getByRole("button", { name: "Invite", exact: true }).first().click();
  await dialog(page).getByLabel("E-mail").fill(email);
  await dialog(page).getByText(role, { exact: true }).click();
  await dialog(page).getByRole("button", { name: "Send the invitation" }).click();
  await said(page, `${email} is invited: ${role}.`);
  await row(page, email).getByText(role, { exact: true }).waitFor();
}

const journeys = {
  async newcomer() {
    const email = `new-${stamp}@example.com`;
    const unwanted = `unwanted-${stamp}@example.com`;
    await visit(async (page) => {
      await signInAs(page, owner, "/app/team");
      await invite(page, email, "Analyst");
      await mailedLink(email, "invitation");
      await page.getByRole("button", { name: `Send again to ${email}` }).click();
      await dialog(page).getByRole("button", { name: "Send again" }).click();
      await said(page, `Another mail to ${email} is on its way.`);
      await invite(page, unwanted, "Viewer");
      await mailedLink(unwanted, "invitation");
      await page.getByRole("button", { name: `Take back the invitation of ${unwanted}` }).click();
      await dialog(page).getByRole("button", { name: "Take back" }).click();
      await row(page, unwanted).waitFor({ state: "detached" });
    });
    const newest = await mailedLink(email, "invitation", 2);
    await visit(
      async (page) => {
        await open(page, await mailedLink(unwanted, "invitation"));
        await title(page, "The invitation was taken back");
        await open(page, await mailedLink(email, "invitation", 2, 0));
        await title(page, "There is a newer link");
        await open(page, newest);
        await title(page, `Join ${given.tenantName}`);
        await page
          .getByText(/^Analyst/)
          .first()
          .waitFor();
        await page.getByLabel("Your name").fill("Nia");
        await page.getByLabel("Password").fill("short");
        await page.getByRole("button", { name: "Make the account and join" }).click();
        await page.getByText("12 characters or more; these are 5.").waitFor();
        // What only the server knows is said at its field.
        await page.getByLabel("Password").fill(email);
        await page.getByRole("button", { name: "Make the account and join" }).click();
        await page.locator("[data-part=error-text]").waitFor();
        await page.getByLabel("Password").fill("a battery and its staple");
        await page.getByRole("button", { name: "Make the account and join" }).click();
        await page.locator(".recharts-area").first().waitFor();
        assert.equal(new URL(page.url()).searchParams.get("tenant"), given.tenant);
        await page.goto(`${given.url}/app/security`);
        await page.getByText("confirmed", { exact: true }).waitFor();
        await page.getByRole("button", { name: "Sign out" }).click();
        await title(page, "Sign in to Weir");
        await open(page, newest);
        await title(page, "The invitation was accepted already");
        await page.getByRole("button", { name: "Go to Weir" }).click();
        await title(page, "Sign in to Weir");
      },
      { refused: ["410 /api/v1/auth/invitations/show", "400 /api/v1/auth/invitations/accept"] },
    );
  },

  async known() {
    await visit(async (page) => {
      await signInAs(page, owner, "/app/team");
      await invite(page, guest.email, "Billing");
      // As somebody else one is told for whom it is.
      await open(page, await mailedLink(guest.email, "invitation"));
      await page.getByText(`You are signed in as ${owner.email}.`).waitFor();
      await page.getByRole("button", { name: `Sign out and go on as ${guest.email}` }).click();
      assert.equal(await page.getByLabel("E-mail").inputValue(), guest.email);
      await page.getByLabel("Password").fill(guest.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("button", { name: "Accept the invitation" }).click();
      await page.locator(".recharts-area").first().waitFor();
      await page.goto(`${given.url}/app/team`);
      await row(page, guest.email).getByText("Billing", { exact: true }).waitFor();
      assert.equal(await page.getByRole("button", { name: "Invite", exact: true }).count(), 0);
    });
  },

  async forgotten() {
    const next = `a staple for battery ${stamp}`;
    await visit(
      async (page) => {
        const answers = [];
        for (const email of [`nobody-${stamp}@example.com`, lone.email]) {
          await page.goto(`${given.url}/app/`);
          await page.getByRole("link", { name: "Forgot your password?" }).click();
          await title(page, "Forgot your password?");
          await page.getByLabel("E-mail").fill(email);
          await page.getByRole("button", { name: "Send the link" }).click();
          await title(page, "Look into your mail");
          answers.push((await page.getByRole("status").innerText()).replace(email, ""));
        }
        assert.equal(answers[0], answers[1]);
        const link = await mailedLink(lone.email, "password_reset");
        await open(page, link);
        await page.getByLabel("New password").fill(next);
        await page.getByRole("button", { name: "Set the password" }).click();
        await title(page, "Your password is new");
        await page.getByRole("button", { name: "Go to the sign-in" }).click();
        await signInAs(page, { ...lone, password: next });
        await page.getByRole("button", { name: "Sign out" }).click();
        await title(page, "Sign in to Weir");
        await open(page, link);
        await page.getByLabel("New password").fill("and another one after it");
        await page.getByRole("button", { name: "Set the password" }).click();
        await title(page, "The link was used already");
        await page.getByRole("button", { name: "Ask for a new link" }).click();
        await title(page, "Forgot your password?");
      },
      { refused: ["410 /api/v1/auth/password/reset"] },
    );
  },

  async address() {
    await visit(async (page) => {
      await signInAs(page, owner, "/app/security");
      await page.getByText("not confirmed", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Send the mail" }).click();
      await said(page, `A mail to ${owner.email} is on its way.`);
      const asked = [];
      page.on("request", (request) => asked.push(new URL(request.url()).pathname));
      await open(page, await mailedLink(owner.email, "email_verification"));
      await title(page, "Confirm your address");
      assert.ok(!asked.includes("/api/v1/auth/email/confirm"), "opening the link confirms nothing");
      await page.getByRole("button", { name: "Confirm my address" }).click();
      await title(page, "Your address is confirmed");
      await page.getByRole("button", { name: "Go to Weir" }).click();
      await page.goto(`${given.url}/app/security`);
      await page.getByText("confirmed", { exact: true }).waitFor();
    });
  },

  async choices() {
    await visit(async (page) => {
      await signInAs(page, owner, "/app/preferences");
      const choice = page.getByRole("checkbox", { name: /^A new device/ });
      assert.ok(await choice.isChecked());
      await page.getByText("A new device signed in", { exact: true }).click();
      await said(page, "A new device signed in: no mail.");
      await page.reload();
      await choice.waitFor({ state: "attached" });
      assert.ok(!(await choice.isChecked()));
      await page.getByText("A new device signed in", { exact: true }).click();
      await said(page, "A new device signed in: you get a mail.");
    });
  },
};

for (const name of given.journeys) {
  try {
    await journeys[name]();
  } catch (failed) {
    failed.stack = `${name}: ${failed.stack}`;
    throw failed;
  }
}
