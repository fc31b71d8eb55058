import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { account } from "../../../test/payments";
import { signedIn } from "../../../test/person";
import { page, problem, server } from "../../../test/server";
import type { Provider } from "./providers";

const address = `/payment-providers/${account.id}`;
let there: Provider;
let sent: unknown[];
let refusals: (() => Response)[];

beforeEach(() => {
  [there, sent, refusals] = [account, [], []];
  const at = "*/api/v1/payment-providers/:provider";
  server.use(
    http.get(at, () => HttpResponse.json(there)),
    http.get(`${at}/meter-exports`, () => page([])),
    http.patch(at, async ({ request }) => {
      const body = (await request.json()) as { push_invoices: boolean };
      sent.push(body);
      const refused = refusals.shift()?.();
      if (refused) return refused;
      there = { ...there, ...body, push_invoices_from: body.push_invoices ? "2026-11-27T10:00:00Z" : null };
      return HttpResponse.json(there);
    }),
  );
});

const section = async () => within(await screen.findByRole("region", { name: "Invoices at Stripe" }));

describe("invoices that are put into an account", () => {
  it("are switched on and off, and a refusal stays where it was asked for", async () => {
    const user = await signedIn("operator", address);
    expect((await section()).getByText("Off.")).toBeVisible();
    refusals = [() => problem(400, "validation_failed", "Without a key of its API no invoice is put into it.")];
    await user.click((await section()).getByRole("button", { name: "Push invoices" }));
    const question = within(await screen.findByRole("alertdialog"));
    await user.click(question.getByRole("button", { name: "Push them" }));
    expect(await question.findByText(/^Without a key/)).toBeVisible();
    await user.click(question.getByRole("button", { name: "Push them" }));
    expect(await (await section()).findByText(/^On: those that were finalized since/)).toBeVisible();
    await user.click((await section()).getByRole("button", { name: "Stop pushing invoices" }));
    await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Stop pushing" }));
    expect(await (await section()).findByText("Off.")).toBeVisible();
    expect(sent).toEqual([{ push_invoices: true }, { push_invoices: true }, { push_invoices: false }]);
  });

  it("are only looked at by support", async () => {
    await signedIn("support", address);
    expect((await section()).queryByRole("button")).toBeNull();
  });

  it("need a key", async () => {
    there = { ...account, secrets: [] };
    await signedIn("operator", address);
    expect((await section()).queryByRole("button")).toBeNull();
  });
});
