import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, server } from "../../../test/server";
import type { Schemas } from "../../api/client";

describe("feature flags", () => {
  const description = "Dashboards are told of new usage as it is counted; off: they ask once a minute.";
  let flags: Schemas["feature_flag"][];

  beforeEach(() => {
    flags = [
      { name: "of_tomorrow", enabled: false, description: "", updated_at: "2026-11-20T10:00:00Z" },
      { name: "usage_stream", enabled: true, description, updated_at: "2026-11-20T10:00:00Z" },
    ];
    server.use(http.get("*/api/v1/feature-flags", () => page(flags)));
  });

  it("are switched after it was said what that does", async () => {
    const sent: unknown[] = [];
    server.use(
      http.put("*/api/v1/feature-flags/:flag", async ({ request, params }) => {
        sent.push(params.flag, await request.json());
        flags = flags.map((flag) => (flag.name === params.flag ? { ...flag, enabled: false } : flag));
        return HttpResponse.json(flags[1]);
      }),
    );
    const user = await signedIn("operator", "/flags");
    expect((await rowOf("usage_stream")).getByText("on")).toBeVisible();
    expect((await rowOf("of_tomorrow")).getByText(/does not know it/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Switch off: usage_stream" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    expect(dialog.getByText(description)).toBeVisible();
    expect(dialog.getByText(/off for all tenants/)).toBeVisible();
    expect(sent).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Switch off" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect((await rowOf("usage_stream")).getByText("off")).toBeVisible();
    expect(sent).toEqual(["usage_stream", { enabled: false }]);
  });

  it("that were not switched say why", async () => {
    server.use(http.put("*/api/v1/feature-flags/:flag", () => problem(503, "database_unavailable", "Not now.")));
    const user = await signedIn("operator", "/flags");
    await user.click(await screen.findByRole("button", { name: "Switch on: of_tomorrow" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    await user.click(dialog.getByRole("button", { name: "Switch on" }));
    expect(await dialog.findByText("The flag is still off")).toBeVisible();
    expect(dialog.getByText("Not now.")).toBeVisible();
  });

  it("are the platform's", async () => {
    await signedIn("owner", "/flags");
    expect(await screen.findByRole("heading", { name: "There is no such page" })).toBeVisible();
    expect(screen.queryByRole("link", { name: "Feature flags" })).toBeNull();
  });
});
