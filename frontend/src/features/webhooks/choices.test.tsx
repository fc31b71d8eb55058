import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { signedIn } from "../../../test/person";
import { page, server } from "../../../test/server";
import { endpoint } from "../../../test/webhooks";
import { filterLines, filtersIn, headersIn, kept, rateIn, wrongWithFilters, wrongWithHeaders } from "./choices";
import { draftOf, emptyDraft, toSend, wrongWith } from "./draft";
import type { Endpoint } from "./load";

const filters = [{ path: "data.currency", in: ["EUR", "CHF"] }];
const choosy: Endpoint = {
  ...endpoint,
  filters,
  headers: [{ name: "Authorization" }],
  deliveries_per_second: 10,
  ordered: true,
  ed25519: true,
  public_keys: [
    {
      id: `${endpoint.id}_key_3`,
      public_key: "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
      created_at: "2026-11-20T10:00:00Z",
      expires_at: null,
    },
  ],
};

describe("what an endpoint asks for beside types", () => {
  it("is written in lines", () => {
    expect(filterLines(filters)).toBe("data.currency = EUR, CHF");
    expect(filtersIn(" data.currency=EUR , CHF,EUR\n\nsubject = a=b ")).toEqual([
      ...filters,
      { path: "subject", in: ["a=b"] },
    ]);
    expect(headersIn(`Authorization: Bearer a: b\nx-key: ${kept}`)).toEqual([
      { name: "Authorization", value: "Bearer a: b" },
      { name: "x-key" },
    ]);
    expect([rateIn(""), rateIn(" 10 "), rateIn("0"), rateIn("1001"), rateIn("1.5")]).toEqual([
      null,
      10,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("is looked at before it is sent", () => {
    expect(wrongWithFilters("")).toBeUndefined();
    expect(wrongWithFilters("data.currency = EUR\nsubject = a")).toBeUndefined();
    for (const wrong of ["currency = EUR", "data.currency", "data.currency =", "subject = a\nsubject = b"])
      expect(wrongWithFilters(wrong)).toBeDefined();
    expect(wrongWithFilters(Array.from({ length: 11 }, (_, n) => `data.a${n} = b`).join("\n"))).toBeDefined();
    expect(wrongWithHeaders(`a: b\nc: ${kept}`)).toBeUndefined();
    for (const wrong of ["a", "a:", "a b: c", ": c", "a: ü"]) expect(wrongWithHeaders(wrong)).toBeDefined();
    const right = { ...emptyDraft, url: "https://a.example.com" };
    expect(wrongWith({ ...right, filters: "x", headers: "y", rate: "z" })).toEqual({
      filters: expect.any(String) as string,
      headers: expect.any(String) as string,
      rate: expect.any(String) as string,
    });
  });

  it("is sent when it is another than before", () => {
    const draft = draftOf(choosy);
    expect(toSend(draft, choosy)).toEqual({
      url: choosy.url,
      description: choosy.description,
      event_types: choosy.event_types,
    });
    const changed = { ...draft, filters: "", headers: `${draft.headers}\nx-key: k`, rate: "", ordered: false };
    expect(toSend(changed, choosy)).toMatchObject({
      filters: [],
      headers: [{ name: "Authorization" }, { name: "x-key", value: "k" }],
      deliveries_per_second: null,
      ordered: false,
    });
    expect(toSend(changed, choosy)).not.toHaveProperty("ed25519");
  });

  it("is shown, changed, and its key rotated", async () => {
    const sent: unknown[] = [];
    const note = async ({ request }: { request: Request }) => {
      sent.push(await request.json());
      return HttpResponse.json(choosy, { status: request.method === "POST" ? 201 : 200 });
    };
    const one = "*/api/v1/webhook-endpoints/:endpoint";
    server.use(
      http.get(one, () => HttpResponse.json(choosy)),
      http.get(`${one}/deliveries`, () => page([])),
      http.patch(one, note),
      http.post(`${one}/key-rotations`, note),
    );
    const user = await signedIn("owner", `/webhooks/${endpoint.id}`);
    expect(await screen.findByText("data.currency = EUR, CHF")).toBeVisible();
    expect(screen.getByText(`Authorization: ${kept}`)).toBeVisible();
    expect(screen.getByText("10 in a second at most")).toBeVisible();
    expect(screen.getByText(/^whpk_1SiA/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Change" }));
    const form = within(await screen.findByRole("dialog"));
    await user.clear(form.getByLabelText(/^Deliveries in a second/));
    await user.type(form.getByLabelText(/^Deliveries in a second/), "0");
    await user.click(form.getByRole("button", { name: "Keep it" }));
    expect(form.getByText("A whole number from 1 to 1000, or nothing.")).toBeVisible();
    await user.clear(form.getByLabelText(/^Deliveries in a second/));
    await user.type(form.getByLabelText(/^Deliveries in a second/), "25");
    await user.click(form.getByLabelText(/^In order/));
    await user.click(form.getByRole("button", { name: "Keep it" }));
    expect(await screen.findByText("The endpoint is changed.")).toBeVisible();
    expect(sent[0]).toMatchObject({ deliveries_per_second: 25, ordered: false });
    expect(sent[0]).not.toHaveProperty("headers");
    await user.click(screen.getByRole("button", { name: "Rotate the key" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Make the new key" }));
    expect(await screen.findByText("The endpoint has a new key.")).toBeVisible();
    expect(sent[1]).toEqual({ overlap_seconds: 86400 });
  });
});
