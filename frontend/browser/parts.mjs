// What pages of the portal are made of, as a reader finds it.

/** A question or a form above the page. */
export const dialog = (page) => page.getByRole("dialog").or(page.getByRole("alertdialog"));
export const closed = (page) => dialog(page).waitFor({ state: "detached" });

/** What the page says was done. */
export const said = (page, text) => page.getByRole("status", { name: "Done" }).filter({ hasText: text }).waitFor();
export const title = (page, text) => page.getByRole("heading", { name: text, level: 1 }).waitFor();
export const press = (at, name) => at.getByRole("button", { name, exact: true }).click();
export const row = (page, text) => page.getByRole("row").filter({ hasText: text });
