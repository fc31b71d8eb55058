import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { answer, everythingStored, me, page, problem, requestId, server, tenant } from "../test/server";
import type { Schemas } from "./api/client";
import { App } from "./App";
import { begin, leave } from "./features/session/session";

const other = { ...tenant, id: "ten_01ARZ3NDEKTSV4RRFFQ69G5FAW", key: "globex", name: "Globex" };

async function open(address = "/app/usage") {
  window.history.replaceState({}, "", address);
  await begin();
  render(<App />);
  return userEvent.setup();
}

async function signedIn(address?: string) {
  const user = await open(address);
  await user.click(screen.getByRole("button", { name: "Use an API key" }));
  await user.type(screen.getByLabelText(/API key/), "weir_sk_x");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  await screen.findByRole("navigation", { name: "Pages" });
  return user;
}

beforeEach(() => leave());

function usage(rows: (search: URLSearchParams) => Schemas["query_answer"]["data"]) {
  server.use(
    http.get("*/api/v1/meters/:meter/query", ({ request }) => {
      const { searchParams } = new URL(request.url);
      return HttpResponse.json(answer(searchParams, rows(searchParams)));
    }),
  );
}

const day = "range=custom&from=2026-11-20T00:00:00Z&to=2026-11-20T03:00:00Z&zone=UTC";
const at = (hour: number) => `2026-11-20T0${hour}:00:00Z`;
const hourly = (search: URLSearchParams) =>
  search.get("window") === "NONE"
    ? [{ from: at(0), to: at(3), value: "3.5", events: 3 }]
    : [
        { from: at(0), to: at(1), value: "1.000000001", events: 1 },
        { from: at(2), to: at(3), value: "12345678901234567890.5", events: 2 },
      ];

describe("signing in", () => {
  it("by password goes on to the address that was asked for", async () => {
    server.use(
      http.post("*/api/v1/auth/token", () =>
        HttpResponse.json({ access_token: "t", token_type: "Bearer", expires_in: 1800 }),
      ),
      http.get("*/api/v1/users/me", ({ request }) => HttpResponse.json(me("owner", request))),
      http.get("*/api/v1/users/me/preferences", () =>
        HttpResponse.json({ theme: "dark", time_zone: null, locale: "en", notifications: {}, shortcuts: true }),
      ),
    );
    const user = await open("/app/events/rejected");
    await user.type(screen.getByLabelText(/E-mail/), "owner@acme.example");
    await user.type(screen.getByLabelText(/Password/), "secret");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("Nothing was rejected")).toBeVisible();
    expect(screen.getByText("Ada")).toBeVisible();
    expect(document.documentElement).toHaveClass("dark");

    const kept: unknown[] = [];
    server.use(
      http.put("*/api/v1/users/me/preferences", async ({ request }) => {
        kept.push(await request.json());
        return HttpResponse.json({});
      }),
    );
    await user.click(screen.getByRole("button", { name: "Light" }));
    await waitFor(() =>
      expect(kept).toEqual([{ theme: "light", time_zone: null, locale: "en", notifications: {}, shortcuts: true }]),
    );
  });

  it("by password says the same of a wrong name and a wrong password", async () => {
    server.use(
      http.post("*/api/v1/auth/token", () =>
        HttpResponse.json(
          { error: "invalid_grant", error_description: "x" },
          { status: 400, headers: { "X-Request-ID": requestId } },
        ),
      ),
    );
    const user = await open();
    await user.type(screen.getByLabelText(/E-mail/), "owner@acme.example");
    await user.type(screen.getByLabelText(/Password/), "wrong");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("E-mail and password do not fit together.")).toBeVisible();
    expect(screen.getByText(requestId)).toBeVisible();
    expect(screen.getByLabelText(/E-mail/)).toHaveValue("owner@acme.example");
  });

  it("says when to try again", async () => {
    server.use(
      http.post("*/api/v1/auth/token", () =>
        HttpResponse.json({ error: "invalid_grant" }, { status: 429, headers: { "Retry-After": "17" } }),
      ),
    );
    const user = await open();
    await user.type(screen.getByLabelText(/E-mail/), "owner@acme.example");
    await user.type(screen.getByLabelText(/Password/), "x");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText(/Try again in 17 seconds/)).toBeVisible();
  });

  it("by key keeps the key in memory and forgets one that was refused", async () => {
    server.use(http.get("*/api/v1/tenants", () => problem(401, "unauthenticated", "No.")));
    const user = await open();
    await user.click(screen.getByRole("button", { name: "Use an API key" }));
    await user.type(screen.getByLabelText(/API key/), "weir_sk_secret");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText(/This key is not known/)).toBeVisible();
    expect(everythingStored()).not.toContain("weir_sk_secret");
  });
});

describe("usage", () => {
  it("shows every digit in the table and in the sum", async () => {
    usage(hourly);
    await signedIn(`/app/usage?${day}&view=table`);
    const table = await screen.findByRole("table");
    const values = within(table)
      .getAllByRole("cell")
      .map((cell) => cell.dataset.value);
    expect(values).toEqual(["1.000000001", "0", "12345678901234567890.5", "12345678901234567891.500000001"]);
    expect(screen.getByTestId("summary")).toHaveTextContent("12,345,678,901,234,567,891.500000001 tokens");
    expect(screen.getByTestId("data-through")).toHaveTextContent("Complete through 10:00:00");
  });

  it("groups, and puts the choice into the URL", async () => {
    usage((search) => {
      const group = search.get("group_by");
      return group === null
        ? []
        : ["large", "small"].map((model, index) => ({
            from: at(0),
            to: at(1),
            value: `${2 - index}`,
            events: 1,
            group_by: { model },
          }));
    });
    const user = await signedIn(`/app/usage?${day}&view=table`);
    await user.selectOptions(await screen.findByLabelText("Group by"), "model");
    expect(await screen.findByRole("columnheader", { name: "large" })).toBeVisible();
    expect(window.location.search).toContain("group=model");
  });

  it("teaches with lines that can be pasted when there is nothing", async () => {
    await signedIn();
    expect(await screen.findByText("No usage in this period")).toBeVisible();
    const lines = screen.getByRole("region", { name: "Send an event" });
    expect(lines).toHaveTextContent('"type":"completion","subject":"acme","data":{"tokens":"1","model":"1"}');
  });

  it("teaches to make a meter when there is none", async () => {
    server.use(http.get("*/api/v1/meters", () => page([])));
    await signedIn();
    expect(await screen.findByText("Nothing is measured yet")).toBeVisible();
  });

  it("shows what went wrong with the request's id, and tries again", async () => {
    server.use(http.get("*/api/v1/meters/:meter/query", () => problem(400, "query_range_invalid", "Not so.")));
    const user = await signedIn();
    expect(await screen.findByText("The usage could not be loaded")).toBeVisible();
    expect(screen.getByText(requestId)).toBeVisible();
    usage(hourly);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(screen.queryByText("The usage could not be loaded")).toBeNull());
  });

  it("asks for the chosen tenant only", async () => {
    server.use(http.get("*/api/v1/tenants", () => page([tenant, other])));
    server.use(
      http.get("*/api/v1/tenants/:tenant", ({ params }) =>
        HttpResponse.json(params.tenant === other.id ? other : tenant),
      ),
    );
    const asked = new Set<string | null>();
    usage((search) => {
      asked.add(search.get("tenant"));
      return [];
    });
    const user = await signedIn();
    await screen.findByText("No usage in this period");
    expect([...asked]).toEqual([tenant.id]);
    await user.selectOptions(screen.getByLabelText("Tenant"), "Globex");
    await waitFor(() => expect([...asked]).toEqual([tenant.id, other.id]));
    expect(window.location.search).toContain("tenant=globex");
  });
});

describe("events", () => {
  const fate: Schemas["event_fate"] = {
    source: "shop",
    id: "1",
    outcome: "counted",
    meters: [{ slug: "tokens", hour: "2026-11-20T10:00:00Z", subject: "acme", group_by: { model: "small" } }],
    position: { topic: "weir.usage", partition: 3, offset: 12, index: 0 },
    appended_at: "2026-11-20T10:00:00Z",
    event: { specversion: "1.0", id: "1", source: "shop", type: "completion" },
  };

  it("lists page after page", async () => {
    server.use(
      http.get("*/api/v1/events", ({ request }) =>
        new URL(request.url).searchParams.get("cursor") === "next"
          ? page([{ ...fate, id: "2", position: { ...fate.position, offset: 11 } }])
          : page([fate], "next"),
      ),
    );
    const user = await signedIn("/app/events");
    expect(await screen.findByRole("link", { name: "1" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Load more" }));
    expect(await screen.findByRole("link", { name: "2" })).toBeVisible();
    expect(screen.getByText("That is all.")).toBeVisible();
  });

  it("finds one by source and id, and links to it", async () => {
    server.use(
      http.get("*/api/v1/events", ({ request }) => {
        const { searchParams } = new URL(request.url);
        return searchParams.get("id") === "1" && searchParams.get("source") === "shop" ? page([fate]) : page([]);
      }),
    );
    const user = await signedIn("/app/events/find");
    await user.type(await screen.findByLabelText(/Source/), "shop");
    await user.type(screen.getByLabelText(/Id/), "1");
    await user.click(screen.getByRole("button", { name: "Find" }));
    expect(await screen.findByText("It is in the numbers, once.")).toBeVisible();
    expect(screen.getByText(/model small/)).toBeVisible();
    expect(window.location.search).toContain("source=shop&id=1");
  });
});

describe("the shell", () => {
  it("goes places by keys unless they are switched off, and never while typing", async () => {
    const user = await signedIn();
    await screen.findByText("No usage in this period");
    await user.keyboard("ge");
    expect(await screen.findByText("No events yet")).toBeVisible();
    await user.keyboard("?");
    await user.click(await screen.findByRole("checkbox", { name: "Single-key shortcuts" }));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.keyboard("gu");
    expect(window.location.pathname).toBe("/app/events");
  });

  it("finds and does by name", async () => {
    const user = await signedIn();
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Find and do" }), "events");
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("heading", { name: "Events" })).toBeVisible();
  });

  it("changes the theme and keeps it", async () => {
    const user = await signedIn();
    await user.click(screen.getByRole("button", { name: "Dark" }));
    expect(document.documentElement).toHaveClass("dark");
    expect(localStorage.getItem("weir.theme")).toBe("dark");
    await user.click(screen.getByRole("button", { name: "Light" }));
    expect(document.documentElement).not.toHaveClass("dark");
  });

  it("says that a page does not exist", async () => {
    await signedIn("/app/nowhere");
    expect(await screen.findByRole("heading", { name: "There is no such page" })).toBeVisible();
  });
});
