// Somebody who is signed in, as components see it.
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import type { Schemas } from "../src/api/client";
import { App } from "../src/App";
import { begin, leave } from "../src/features/session/session";
import { me, type Role, server } from "./server";

export const preferences: Schemas["preferences"] = {
  theme: "light",
  time_zone: "UTC",
  locale: "en",
  notifications: { new_device: false, of_tomorrow: false },
  shortcuts: true,
};

/** Signs in by password and opens the address. */
export async function signedIn(role: Role, address: string) {
  server.use(
    http.post("*/api/v1/auth/token", () =>
      HttpResponse.json({ access_token: "t", token_type: "Bearer", expires_in: 1800 }),
    ),
    http.get("*/api/v1/users/me", ({ request }) => HttpResponse.json(me(role, request))),
    http.get("*/api/v1/users/me/preferences", () => HttpResponse.json(preferences)),
  );
  await leave();
  window.history.replaceState({}, "", `/app${address}`);
  await begin();
  render(<App />);
  const user = userEvent.setup();
  await user.type(screen.getByLabelText(/E-mail/), "ada@example.com");
  await user.type(screen.getByLabelText(/Password/), "secret");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  await screen.findByRole("navigation", { name: "Pages" });
  return user;
}

/** The table's row with this text. */
export const rowOf = async (text: string) => {
  const found = await waitFor(() => {
    const rows = screen.getAllByRole("row").filter((row) => within(row).queryAllByText(text).length > 0);
    if (!rows[0]) throw new Error(`${text} is in no row`);
    return rows[0];
  });
  return within(found);
};
