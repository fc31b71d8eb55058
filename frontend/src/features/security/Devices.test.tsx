import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, server } from "../../../test/server";
import type { Schemas } from "../../api/client";

const agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const laptop: Schemas["trusted_device"] = {
  id: "dev_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  name: "Laptop",
  user_agent: agent,
  address: "192.0.2.1",
  created_at: "2026-11-20T10:00:00Z",
  last_used_at: "2026-11-21T10:00:00Z",
  expires_at: "2026-12-20T10:00:00Z",
};
const unnamed = { ...laptop, id: "dev_01ARZ3NDEKTSV4RRFFQ69G5FAW", name: agent.slice(0, 100), address: "" };

describe("trusted devices", () => {
  it("are called as they were named, and trusted no more one by one", async () => {
    let there = [laptop, unnamed];
    let asked = 0;
    server.use(
      http.get("*/api/v1/users/me/sessions", () => page([])),
      http.get("*/api/v1/users/me/devices", () => page(there)),
      http.delete("*/api/v1/users/me/devices/:device", ({ params }) => {
        asked += 1;
        if (asked === 1) return problem(503, "database_unavailable", "Not now.");
        there = there.filter(({ id }) => id !== params.device);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const user = await signedIn("viewer", "/security");
    const first = await rowOf("Laptop");
    expect(first.getByText("Chrome on Linux")).toBeVisible();
    expect(screen.getByRole("button", { name: "Trust no more: Chrome on Linux" })).toBeVisible();
    await user.click(first.getByRole("button", { name: "Trust no more: Laptop" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    await user.click(dialog.getByRole("button", { name: "Trust no more" }));
    expect(await dialog.findByText("Not now.")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Trust no more" }));
    expect(await screen.findByText("Laptop is trusted no more.")).toBeVisible();
    expect(there).toEqual([unnamed]);
    expect(screen.queryByRole("button", { name: "Trust no more: Laptop" })).toBeNull();
  });
});
