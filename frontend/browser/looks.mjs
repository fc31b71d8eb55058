// Every screen in both themes, wide and narrow: accessible, nothing beyond the edge, a picture of each when they are asked for.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { barriers, given, mailedLink, overflow, settled, signIn, signInAs, visit } from "./open.mjs";

mkdirSync(given.folder, { recursive: true });
const about = `tenant=${given.tenant}&meter=${given.meter}`;
// Each with what stands there when it is the one that is shown.
const screens = {
  usage: [`/app/usage?${about}`, ".recharts-area"],
  grouped: [
    `/app/usage?${about}&group=model&compare=1&range=7d&only.model=large&only.model=small`,
    "ul >> text=Period before",
  ],
  table: [`/app/usage?${about}&group=subject&view=table&window=DAY`, "th >> text=Other"],
  custom: [
    `/app/usage?${about}&range=custom&from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z`,
    "text=No usage in this period",
  ],
  events: [`/app/events?${about}`, '#page >> text="Counted"'],
  find: [`/app/events/find?${about}&source=${given.event.source}&id=${given.event.id}`, "text=It is in the numbers"],
  rejected: [`/app/events/rejected?${about}`, "#page >> text=event_too_old"],
  conflicts: [`/app/events/conflicts?${about}`, "#page >> text=event-2"],
};
// With what has to be done first, where an address alone does not show it. Of somebody who belongs to a tenant:
const ownScreens = {
  team: ["/app/team", "#page >> text=Since"],
  role: ["/app/team", "role=button[name=/^Change role/]", "role=alertdialog"],
  invite: ["/app/team", "role=button[name='Invite']", "role=dialog >> text=What they may do"],
  "invitation-again": ["/app/team", "role=button[name=/^Send again/]", "role=alertdialog"],
  keys: ["/app/keys", "#page >> text=Last used"],
  "key-new": ["/app/keys", "role=button[name='New key']", "role=dialog >> text=What it may do"],
  "key-rotate": ["/app/keys", "role=button[name='Rotate shop']", "role=dialog >> text=The old key goes on for"],
  "key-revoke": ["/app/keys", "role=button[name='Revoke shop']", "role=alertdialog"],
  security: ["/app/security", "text=this one"],
  "factor-begun": ["/app/security", "role=button[name='Set up the second factor']", "role=dialog >> role=img"],
  preferences: ["/app/preferences", "[data-testid=sample]"],
  "account-delete": ["/app/preferences", "role=button[name='Delete my account']", "role=alertdialog"],
  policies: ["/app/policies", "role=button[name='Keep the policies']"],
  "policies-asked": [
    "/app/policies",
    "text=Ask for a second factor",
    "role=button[name='Keep the policies']",
    "role=alertdialog",
  ],
  audit: ["/app/audit", "role=button[name=/^Details/]"],
  "audit-entry": ["/app/audit", "role=button[name=/^Details/]", "role=dialog >> text=Place in the chain"],
  "audit-none": ["/app/audit?actor=nobody", "text=Nothing fits these filters"],
};
// … and to the staff as well.
const staffScreens = {
  "platform-audit": ["/app/platform-audit", "role=button[name=/^Details/]"],
  people: ["/app/people", "#page >> text=vi@example.com"],
  person: ["/app/people", "role=link[name='Vi']", "role=button[name='Erase Vi']"],
  "person-own": ["/app/people", "role=link[name='Bo']", "role=button[name=/^Details of entry/]"],
  "person-erase": ["/app/people", "role=link[name='Vi']", "role=button[name='Erase Vi']", "role=alertdialog"],
  "person-none": ["/app/people/usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", "text=There is nobody with this id"],
  disputes: ["/app/disputes", "text=Nobody disputes a payment"],
  "past-usage": ["/app/history", "text=Nothing was imported yet"],
  flags: ["/app/flags", "role=button[name='Switch off: usage_stream']"],
  "flag-off": ["/app/flags", "role=button[name='Switch off: usage_stream']", "role=alertdialog"],
  meters: ["/app/meters", "role=button[name='Details of tokens']"],
  "meter-new": ["/app/meters", "role=button[name='New meter']", "role=dialog >> text=Event type"],
  tenants: ["/app/tenants", "role=button[name='Suspend Globex']"],
  "tenant-new": ["/app/tenants", "role=button[name='New tenant']", "role=dialog >> text=Currency"],
  door: ["/app/usage?tenant=globex", "role=button[name='Open as staff']"],
  visit: ["/app/usage?tenant=globex", "role=button[name='Open as staff']", "text=No usage in this period"],
};
const subscriptions = ["/app/tenants", `role=link[name='Subscriptions of ${given.tenantName}']`];
// Money, of both.
const billingScreens = {
  plan: [`/app/plan?tenant=${given.tenant}`, "text=What is metered costs at least"],
  plans: ["/app/plans", "#page >> text=showcase"],
  "plan-shown": ["/app/plans/showcase", "text=What is metered costs at least"],
  "plan-archive": ["/app/plans/showcase", "role=button[name='Archive']", "role=alertdialog"],
  "plan-simulated": [
    "/app/plans/showcase/simulate",
    "role=button[name='Simulate']",
    "#page >> text=/it would have charged|Nobody was charged/",
  ],
  "plan-new": ["/app/plans/new-plan", "text=It stands here once everything is filled in"],
  "plan-version": ["/app/plans/showcase/new-version", "text=Nothing differs from the latest version yet"],
  subscriptions: [...subscriptions, "role=list[name='Changes']"],
  subscribe: [...subscriptions, "role=button[name='Subscribe to a plan']", "role=dialog >> text=At a date"],
  "subscription-change": [...subscriptions, "role=button[name=/^Change plan/]", "role=dialog >> text=At a date"],
  "subscription-end": [...subscriptions, "role=button[name=/^End/]", "role=dialog >> role=row[name=/^Difference/]"],
  "subscriptions-none": [
    "/app/tenants",
    "role=link[name='Subscriptions of Strict']",
    "text=It is subscribed to nothing",
  ],
};
const ofInvoices = (more) => `/app/tenants/${given.billed?.tenant}/invoices${more}`;
const ofBudgets = `/app/tenants/${given.tenant}/budgets`;
// What is billed, of both.
const moneyScreens = {
  invoices: [`/app/invoices?tenant=${given.tenant}`, "#page >> text=/^Invoice INV/"],
  "invoices-none": [`/app/invoices?tenant=${given.tenant}&search=none`, "text=No invoice fits"],
  upcoming: [`/app/invoices/upcoming?tenant=${given.tenant}`, "text=/^about US/"],
  credits: [`/app/invoices/credits?tenant=${given.tenant}`, "text=There are no credits"],
  "payment-methods": [`/app/invoices/methods?tenant=${given.tenant}`, "text=No payment method is kept"],
  "who-is-billed": [`/app/invoices/to?tenant=${given.tenant}`, "text=Late usage is waited for"],
  invoice: [ofInvoices(`/of/${given.billed?.id}`), "text=Least amount of showcase"],
  "invoice-explained": [
    ofInvoices(`/of/${given.billed?.id}`),
    "role=button[name='Explain line 1']",
    "role=dialog >> text=Price, as it was frozen",
  ],
  "invoice-missing": [
    `/app/invoices/of/inv_01ARZ3NDEKTSV4RRFFQ69G5FAV?tenant=${given.tenant}`,
    "text=There is no such",
  ],
  "invoices-of": [ofInvoices(""), "text=Next invoices are as of"],
  "invoice-pay": [ofInvoices(`/of/${given.billed?.id}`), "role=button[name='Record a payment']", "role=dialog"],
  "invoice-void": [ofInvoices(`/of/${given.billed?.id}`), "role=button[name='Void']", "role=alertdialog"],
  "credit-grant": [ofInvoices("/credits"), "role=button[name='Grant a credit']", "role=dialog"],
  budgets: [ofBudgets, "text=/^50% crossed/"],
  "budget-new": [ofBudgets, "role=button[name='New budget']", "role=dialog"],
  "budget-change": [ofBudgets, "role=button[name='Change Tokens']", "role=dialog"],
  "budget-history": [ofBudgets, "role=button[name='History of Tokens']", "role=dialog >> text=Month from"],
  "budget-delete": [ofBudgets, "role=button[name='Delete Tokens']", "role=alertdialog"],
  "budgets-none": ["/app/tenants/globex/budgets", "text=There is no budget yet"],
  "all-invoices": ["/app/all-invoices", "#page >> text=/^Invoice INV/"],
  "who-is-billed-staff": [ofInvoices("/to"), "role=button[name='Keep how they are made']"],
  runs: ["/app/all-invoices/runs", "role=region[name='Who is due']"],
  late: ["/app/all-invoices/late", "#page >> text=/^Invoice INV|There is none/"],
  parked: ["/app/all-invoices/parked", "#page >> text=/Nobody is parked|larger than its bounds/"],
};
// Without a session; a token that is none shows as well what is asked first.
const mailed = {
  forgot: ["/app/forgot", "role=button[name='Send the link']"],
  reset: ["/app/reset#token=none", "role=button[name='Set the password']"],
  verify: ["/app/verify#token=none", "role=button[name='Confirm my address']"],
  unsubscribe: ["/app/unsubscribe#token=none", "text=The link is not valid"],
  "link-cut": ["/app/invitation", "text=The link is not complete"],
};
const { width } = given;
const height = width < 600 ? 780 : 900;
const found = [];

async function lookAround(theme) {
  const name = (screen) => `${screen} at ${width} in ${theme}`;
  const look = async (page, screen) => {
    await settled(page);
    for (const wrong of [...(await overflow(page)), ...(await barriers(page))]) found.push(`${name(screen)}: ${wrong}`);
    if (!given.pictures) return;
    // Of phones that are sold.
    const pictured = Math.max(width, 360);
    await page.setViewportSize({ width: pictured, height });
    await page.screenshot({ path: join(given.folder, `${screen}-${pictured}-${theme}.png`), fullPage: true });
    await page.setViewportSize({ width, height });
  };
  const show = async (page, [address, ...signs]) => {
    // Within the page: a key does not outlive a reload.
    await page.evaluate((to) => {
      window.history.pushState({}, "", to);
      window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    }, address);
    for (const [step, sign] of signs.entries()) {
      await page.locator(sign).first().waitFor();
      if (step < signs.length - 1) await page.locator(sign).first().click();
    }
  };
  const some = (these) => async (page) => {
    await signInAs(page, given.people.both, "/app/team");
    for (const [screen, how] of Object.entries(these)) {
      await show(page, how);
      await look(page, screen);
      await page.keyboard.press("Escape");
      await page.locator("[role=dialog], [role=alertdialog]").waitFor({ state: "detached" });
    }
  };
  const all = async (page) => {
    await page.goto(`${given.url}/app/`);
    await page.getByRole("heading", { name: "Sign in to Weir" }).waitFor();
    await look(page, "sign-in");
    const invitation = await mailedLink(given.invited, "invitation");
    const join = [invitation.replace(given.url, ""), "role=button[name='Make the account and join']"];
    for (const [screen, [address, sign]] of Object.entries({ ...mailed, invitation: join })) {
      await page.goto(given.url + address);
      await page.locator(sign).waitFor();
      await look(page, screen);
    }
    await signIn(page, screens.usage[0]);
    for (const [screen, how] of Object.entries(screens)) {
      await show(page, how);
      await look(page, screen);
    }
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Find and do" }).waitFor();
    await look(page, "palette");
    await page.keyboard.press("Escape");
    if (width < 992) {
      await page.getByRole("button", { name: "Open the menu" }).click();
      await page.getByRole("dialog", { name: "Menu" }).waitFor();
      await look(page, "menu");
    }
  };
  // What a mail's link says is looked at by the API, which refuses that of the page about a wrong one; and nobody has an
  // id that was made up.
  const refused = ["400 /api/v1/notifications/show", "404 /api/v1/users/", "404 /api/v1/invoices/"];
  const journey =
    { own: some(ownScreens), staff: some(staffScreens), billing: some(billingScreens), money: some(moneyScreens) }[
      given.whose
    ] ?? all;
  await visit(journey, { width, height, theme, refused });
}

await Promise.all(["light", "dark"].map(lookAround));

assert.deepEqual(found, []);
