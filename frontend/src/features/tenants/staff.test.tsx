import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { signedIn } from "../../../test/person";
import { meter, server, tenant } from "../../../test/server";

describe("staff", () => {
  it("open a tenant on purpose, and a line says so", async () => {
    const entered: string[] = [];
    server.events.on("request:start", ({ request }) => {
      const named = request.headers.get("Weir-Tenant");
      if (named !== null) entered.push(named);
    });
    const user = await signedIn("operator", "/");
    await user.click(await screen.findByRole("link", { name: "Open as staff: Acme" }));
    expect(await screen.findByRole("heading", { name: "Open Acme as staff?" })).toBeVisible();
    expect(entered).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Open as staff" }));
    expect(await screen.findByText("No usage in this period")).toBeVisible();
    expect(screen.getByRole("region", { name: "Staff access" })).toHaveTextContent("Acme as staff (operator)");
    expect(new Set(entered)).toEqual(new Set([tenant.id]));
    server.events.removeAllListeners();
  });

  it("are told what is wrong with a meter while they write it, and by the server at its field", async () => {
    const sent: unknown[] = [];
    server.use(
      http.post("*/api/v1/meters", async ({ request }) => {
        sent.push(await request.json());
        return sent.length === 1
          ? HttpResponse.json(
              {
                code: "validation_failed",
                detail: "No.",
                errors: [{ pointer: "/value_property", detail: "No path." }],
              },
              { status: 400 },
            )
          : HttpResponse.json(meter, { status: 201 });
      }),
    );
    const user = await signedIn("operator", "/meters");
    await user.click(await screen.findByRole("button", { name: "New meter" }));
    await user.type(await screen.findByLabelText(/^Slug/), "Api Calls");
    expect(screen.getByText(/Small letters and digits/)).toBeVisible();
    await user.clear(screen.getByLabelText(/^Slug/));
    await user.type(screen.getByLabelText(/^Slug/), "api_calls");
    await user.type(screen.getByLabelText(/^Event type/), "call");
    await user.type(screen.getByLabelText(/^Value/), "$..x");
    await user.click(screen.getByRole("button", { name: "Make the meter" }));
    expect(await screen.findByText("No path.")).toBeVisible();
    await user.selectOptions(screen.getByLabelText("Aggregation"), "COUNT: how many events");
    await user.click(screen.getByRole("button", { name: "Make the meter" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent[1]).toEqual({ slug: "api_calls", event_type: "call", aggregation: "COUNT", group_by: {} });
  });
});
