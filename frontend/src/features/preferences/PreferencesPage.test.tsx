import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { preferences, signedIn } from "../../../test/person";
import { problem, server } from "../../../test/server";

describe("preferences", () => {
  it("are in force at once, keep what the portal does not know, and go back when they are refused", async () => {
    const sent: unknown[] = [];
    server.use(
      http.put("*/api/v1/users/me/preferences", async ({ request }) => {
        sent.push(await request.json());
        return sent.length === 1 ? HttpResponse.json(preferences) : problem(503, "database_unavailable", "Not now.");
      }),
    );
    const user = await signedIn("viewer", "/preferences");
    expect(await screen.findByTestId("sample")).toHaveTextContent("1,234,567.89");
    await user.selectOptions(screen.getByLabelText("Written as in"), "German");
    expect(screen.getByTestId("sample")).toHaveTextContent("1.234.567,89");
    await waitFor(() => expect(sent).toEqual([{ ...preferences, locale: "de" }]));
    await user.click(screen.getByRole("button", { name: "Dark" }));
    await waitFor(() => expect(document.documentElement).not.toHaveClass("dark"));
    expect(sent[1]).toEqual({ ...preferences, locale: "de", theme: "dark" });
    expect(screen.getByTestId("sample")).toHaveTextContent("1.234.567,89");
  });

  it("say which mails are wanted, and keep the choices that the portal does not know", async () => {
    const sent: { notifications: unknown }[] = [];
    server.use(
      http.put("*/api/v1/users/me/preferences", async ({ request }) => {
        sent.push((await request.json()) as { notifications: unknown });
        return HttpResponse.json(preferences);
      }),
    );
    const user = await signedIn("viewer", "/preferences");
    const role = await screen.findByRole("checkbox", { name: /^Your role was changed/ });
    expect(role).toBeChecked();
    expect(screen.getByRole("checkbox", { name: /^A new device/ })).not.toBeChecked();
    await user.click(role);
    await user.click(screen.getByRole("checkbox", { name: /^A new device/ }));
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent.map(({ notifications }) => notifications)).toEqual([
      { new_device: false, of_tomorrow: false, role_changed: false },
      { new_device: true, of_tomorrow: false, role_changed: false },
    ]);
  });
});
