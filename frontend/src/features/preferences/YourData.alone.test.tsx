import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it, vi } from "vitest";
import { signedIn } from "../../../test/person";
import { me, problem, requestId, server } from "../../../test/server";
import { store, stored } from "../../shell/stored";
import { save } from "../../ui/save";

vi.mock("../../ui/save");

describe("one's own data", () => {
  it("is a file, exactly as the server wrote it", async () => {
    const texts = ['{"user": {"n": 1.0}, "audit_entries_left_out": false}', '{"audit_entries_left_out":true}'];
    let asked = 0;
    server.use(
      http.get("*/api/v1/users/me/export", () => {
        asked += 1;
        return asked === 1
          ? HttpResponse.json({ code: "rate_limited" }, { status: 429, headers: { "Retry-After": "60" } })
          : new HttpResponse(texts[asked - 2], { headers: { "Content-Type": "application/json" } });
      }),
    );
    const user = await signedIn("viewer", "/preferences");
    const download = await screen.findByRole("button", { name: "Download my data" });
    await user.click(download);
    expect(await screen.findByText("It was asked for too often. Try again in 60 seconds.")).toBeVisible();
    await user.click(download);
    expect(await screen.findByText("Your data is in the file.")).toBeVisible();
    const name = `weir_${me("viewer", new Request("http://portal.test")).id}.json`;
    expect(save).toHaveBeenLastCalledWith(name, "application/json", [texts[0]]);
    await user.click(download);
    expect(await screen.findByText(/but for the oldest entries of the audit trail/)).toBeVisible();
  });

  it("is deleted when the address was typed, and the sign-in says so", async () => {
    let deleted = 0;
    server.use(
      http.delete("*/api/v1/users/me", () => {
        deleted += 1;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const user = await signedIn("viewer", "/preferences?tenant=acme");
    store("tenant", "acme");
    await user.click(await screen.findByRole("button", { name: "Delete my account" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    const act = dialog.getByRole("button", { name: "Delete my account" });
    expect(act).toBeDisabled();
    await user.type(dialog.getByLabelText(/^Type ada@example.com/), "ada@example.co");
    expect(act).toBeDisabled();
    await user.type(dialog.getByLabelText(/^Type ada@example.com/), "m");
    await user.click(act);
    expect(await screen.findByText("Your account is deleted, and all sessions of it have ended.")).toBeVisible();
    expect(screen.getByRole("heading", { name: "Sign in to Weir" })).toBeVisible();
    expect(deleted).toBe(1);
    expect(window.location.pathname + window.location.search).toBe("/app/");
    expect([stored("tenant"), stored("signed_in")]).toEqual([undefined, undefined]);
  });

  it("of a last owner stays, and which tenant keeps them is said", async () => {
    server.use(
      http.delete("*/api/v1/users/me", () => problem(409, "last_owner", "It is the last owner of the tenant acme.")),
    );
    const user = await signedIn("owner", "/preferences");
    await user.click(await screen.findByRole("button", { name: "Delete my account" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    await user.type(dialog.getByLabelText(/^Type ada@example.com/), "ada@example.com");
    await user.click(dialog.getByRole("button", { name: "Delete my account" }));
    expect(await dialog.findByText(/You are the last owner of Acme. Make somebody else an owner/)).toBeVisible();
    expect(dialog.getByText(requestId)).toBeVisible();
  });
});
