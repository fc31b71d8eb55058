import { screen } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { nobody, openLink } from "../../../test/mailed";
import { everythingStored, problem, requestId, server } from "../../../test/server";

const token = "weir_un_AXqk1mZ9hV0e2gqg3fZKbm5ld19kZXZpY2W0x1o8sD4uE7yH2kQ9tLrM";
let sent: unknown[];

function answering(kind: string) {
  let wanted = true;
  server.use(
    http.post("*/api/v1/notifications/show", async ({ request }) => {
      sent.push(["show", await request.json()]);
      return HttpResponse.json({ kind, wanted });
    }),
    http.post("*/api/v1/notifications/choose", async ({ request }) => {
      const asked = (await request.json()) as { token: string; wanted: boolean };
      sent.push(["choose", asked]);
      wanted = asked.wanted;
      return HttpResponse.json({ kind, wanted });
    }),
  );
}

beforeEach(async () => {
  await nobody();
  sent = [];
});

describe("the link of a mail that one can do without", () => {
  it("changes nothing until somebody clicks, and a click is undone by another", async () => {
    answering("new_device");
    const user = await openLink(`/app/unsubscribe#token=${token}`);
    const off = await screen.findByRole("button", { name: "No more of these mails" });
    expect(screen.getByText("“A new device signed in”")).toBeVisible();
    expect(screen.getByText(/used by a device/)).toBeVisible();
    expect(sent).toEqual([["show", { token }]]);
    await user.click(off);
    expect(await screen.findByRole("status")).toHaveTextContent(
      "You do not get “A new device signed in” by mail any more.",
    );
    await user.click(screen.getByRole("button", { name: "Get them again" }));
    expect(await screen.findByRole("button", { name: "No more of these mails" })).toBeVisible();
    expect(screen.getByRole("status")).toHaveTextContent("You get “A new device signed in” by mail.");
    expect(sent.slice(1)).toEqual([
      ["choose", { token, wanted: false }],
      ["choose", { token, wanted: true }],
    ]);
  });

  it("has its token in the address no longer than it takes to read it, and nowhere else", async () => {
    answering("new_device");
    await openLink(`/app/unsubscribe#token=${token}`);
    await screen.findByRole("button", { name: "No more of these mails" });
    expect(window.location.href).toBe("http://portal.test/app/unsubscribe");
    expect(document.body.innerHTML).not.toContain(token);
    expect(everythingStored()).not.toContain(token);
  });

  it("works for a kind that this portal does not know", async () => {
    answering("of_tomorrow");
    const user = await openLink(`/app/unsubscribe#token=${token}`);
    expect(await screen.findByText("the mails of this kind")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "No more of these mails" }));
    expect(await screen.findByRole("button", { name: "Get them again" })).toBeVisible();
  });

  it("leads to the preferences, by the sign-in", async () => {
    answering("new_device");
    const user = await openLink(`/app/unsubscribe#token=${token}`);
    await user.click(await screen.findByRole("button", { name: "Sign in to choose more" }));
    expect(window.location.pathname).toBe("/app/preferences");
    expect(await screen.findByRole("heading", { name: "Sign in to Weir" })).toBeVisible();
  });

  it("says what to do when it is not valid", async () => {
    server.use(http.post("*/api/v1/notifications/show", () => problem(400, "mail_token_invalid", "No.")));
    await openLink(`/app/unsubscribe#token=${token}`);
    expect(await screen.findByRole("heading", { name: "The link is not valid" })).toBeVisible();
    expect(screen.getByRole("alert")).toHaveTextContent(/choose on the page Preferences/);
  });

  it("is asked for again when the server could not say", async () => {
    server.use(http.post("*/api/v1/notifications/show", () => problem(503, "database_unavailable", "Not now.")));
    const user = await openLink(`/app/unsubscribe#token=${token}`);
    expect(await screen.findByText("Not now.")).toBeVisible();
    expect(screen.getByText(requestId)).toBeVisible();
    answering("role_changed");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("“Your role was changed”")).toBeVisible();
  });

  it("stays as it was when the choice cannot be kept", async () => {
    answering("new_device");
    server.use(http.post("*/api/v1/notifications/choose", () => problem(503, "database_unavailable", "Not now.")));
    const user = await openLink(`/app/unsubscribe#token=${token}`);
    await user.click(await screen.findByRole("button", { name: "No more of these mails" }));
    expect(await screen.findByText("Nothing was changed")).toBeVisible();
    expect(screen.getByRole("button", { name: "No more of these mails" })).toBeVisible();
  });
});
