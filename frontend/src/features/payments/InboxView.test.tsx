import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { account, received } from "../../../test/payments";
import { rowOf, signedIn } from "../../../test/person";
import { page, problem, server } from "../../../test/server";
import { indented, type ProviderEvent, readFilter, withFilter } from "./inbox";

const body = '{"id":"evt_1QabcDEF","amount":9007199254740993,"data":{"object":{"refunds":[],"name":"a \\"b\\""}}}';
let there: ProviderEvent[];
let asked: string[];
let reruns: string[];
let refusals: (() => Response)[];

beforeEach(() => {
  [there, asked, reruns, refusals] = [[received], [], [], []];
  server.use(
    http.get("*/api/v1/payment-providers", () => page([account])),
    http.get("*/api/v1/provider-events", ({ request }) => {
      expect(request.headers.get("Weir-Tenant")).toBeNull();
      asked.push(new URL(request.url).search);
      return page(there);
    }),
    http.get("*/api/v1/provider-events/:event", () => HttpResponse.json({ ...there[0], body })),
    http.post("*/api/v1/provider-events/:event/reruns", ({ params }) => {
      reruns.push(String(params.event));
      const refused = refusals.shift()?.();
      if (refused) return refused;
      there = [{ ...received, state: "pending", outcome: "", detail: "", attempts: 0, ended_at: null }];
      return HttpResponse.json(there[0], { status: 202 });
    }),
  );
});

describe("the inbox", () => {
  it("shows what came of each event, and one with its body", async () => {
    const user = await signedIn("support", "/provider-events");
    const row = await rowOf("refund.failed");
    for (const text of ["evt_1QabcDEF", "re_3QabcDEF", "failed", "payment_not_found"])
      expect(row.getByText(text)).toBeVisible();
    await user.click(row.getByRole("button", { name: "Details of evt_1QabcDEF" }));
    const one = within(await screen.findByRole("dialog"));
    expect(await one.findByText("There is no such payment.")).toBeVisible();
    expect(one.getByRole("region", { name: "The body as it was received" }).textContent).toBe(indented(body));
    expect(one.getByRole("link", { name: account.id })).toHaveAttribute("href", `/app/payment-providers/${account.id}`);
    expect(one.queryByRole("button", { name: "Apply it once more" })).toBeNull();
  });

  it("is narrowed down by what an event is, as its address says", async () => {
    const user = await signedIn("operator", `/provider-events?state=failed&account=${account.id}`);
    await rowOf("refund.failed");
    expect(asked[0]).toBe(`?limit=50&payment_provider_id=${account.id}&state=failed`);
    const form = within(screen.getByRole("search", { name: "Provider events" }));
    await waitFor(() => expect(form.getByLabelText("Account")).toHaveDisplayValue("Stripe, Europe"));
    await user.type(form.getByLabelText("Object"), " pi_1 ");
    await user.type(form.getByLabelText("Type"), "payment_intent.succeeded{Enter}");
    await waitFor(() =>
      expect(asked.at(-1)).toBe(
        `?limit=50&payment_provider_id=${account.id}&state=failed&type=payment_intent.succeeded&object_id=pi_1`,
      ),
    );
    there = [];
    await user.selectOptions(screen.getByLabelText("State"), "ignored");
    expect(await screen.findByText("No event fits")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show all" }));
    expect(await screen.findByText("Nothing was received yet")).toBeVisible();
    expect(asked.at(-1)).toBe("?limit=50");
  });

  it("applies an event once more, unless it is pending already", async () => {
    const user = await signedIn("operator", "/provider-events");
    await user.click(await screen.findByRole("button", { name: "Details of evt_1QabcDEF" }));
    const one = within(await screen.findByRole("dialog"));
    refusals = [() => problem(409, "provider_event_state_refused", "No.")];
    await user.click(await one.findByRole("button", { name: "Apply it once more" }));
    expect(await one.findByText(/It is pending already/)).toBeVisible();
    await user.click(one.getByRole("button", { name: "Apply it once more" }));
    expect(await screen.findByText("It is applied once more.")).toBeVisible();
    expect(reruns).toEqual([received.id, received.id]);
    expect((await rowOf("refund.failed")).getByText("pending")).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Details of evt_1QabcDEF" }));
    const now = within(await screen.findByRole("dialog"));
    expect(await now.findByRole("region", { name: "The body as it was received" })).toBeVisible();
    expect(now.queryByRole("button", { name: "Apply it once more" })).toBeNull();
  });

  it("is for staff", async () => {
    await signedIn("owner", "/provider-events");
    expect(await screen.findByText("There is no such page")).toBeVisible();
    expect(asked).toEqual([]);
  });
});

describe("a body", () => {
  it("is set line by line, with every digit and text as it was", () => {
    expect(indented(' {"a":9007199254740993,"b":[1.10,{}, []],"c":"{\\"x\\": [1]}","d":{"e":null}}\n')).toBe(
      [
        "{",
        '  "a": 9007199254740993,',
        '  "b": [',
        "    1.10,",
        "    {},",
        "    []",
        "  ],",
        '  "c": "{\\"x\\": [1]}",',
        '  "d": {',
        '    "e": null',
        "  }",
        "}",
      ].join("\n"),
    );
    for (const text of ["no JSON", '{"a":', ""]) expect(indented(text)).toBe(text);
    expect(JSON.parse(indented(body))).toEqual(JSON.parse(body));
  });
});

describe("what is looked for", () => {
  it("stands in the address, beside whatever else does", () => {
    const filter = { account: account.id, state: "failed", type: "a.b", object: "pi_1", event: "evt_1" } as const;
    const search = withFilter(new URLSearchParams("tenant=acme&type=old"), filter);
    expect(search.get("tenant")).toBe("acme");
    expect(readFilter(search)).toEqual(filter);
    expect(withFilter(search, {}).toString()).toBe("tenant=acme");
    expect(readFilter(new URLSearchParams(`state=lost&type=%20&event=${"x".repeat(300)}`))).toEqual({
      event: "x".repeat(255),
    });
  });
});
