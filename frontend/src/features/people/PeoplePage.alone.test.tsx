import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { rowOf, signedIn } from "../../../test/person";
import { me, page, problem, requestId, server, tenant } from "../../../test/server";
import { save } from "../../ui/save";
import { most_looked_at } from "./find";
import { fits, type User } from "./people";

vi.mock("../../ui/save");

const ada = me("operator", new Request("http://portal.test"));
const zoe: User = {
  id: "usr_01ARZ3NDEKTSV4RRFFQ69G5FAZ",
  email: "zoe@acme.example",
  name: "Zoë Zander",
  is_active: true,
  email_verified: true,
  platform_role: null,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-02-01T00:00:00Z",
};
const own: User = {
  id: ada.id,
  email: ada.email,
  name: ada.name,
  is_active: true,
  email_verified: false,
  platform_role: "operator",
  created_at: ada.created_at,
  updated_at: ada.updated_at,
};
const numbered = (number: number): User => ({
  ...zoe,
  id: `usr_${number.toString().padStart(26, "0")}`,
  email: `person-${number}@example.com`,
  name: "",
  is_active: number !== 1,
});

/** Fifty a page, as the portal asks for them. */
function serveEverybody(people: () => readonly User[]) {
  const asked: string[] = [];
  server.use(
    http.get("*/api/v1/users", ({ request }) => {
      const at = Number(new URL(request.url).searchParams.get("cursor") ?? "0");
      asked.push(`${at} ${request.cache}`);
      const next = at + 50 < people().length ? `${at + 50}` : null;
      return page(people().slice(at, at + 50), next);
    }),
    http.get("*/api/v1/users/:user", ({ params }) => {
      const found = people().find(({ id }) => id === params.user);
      return found ? HttpResponse.json(found) : problem(404, "user_not_found", "There is no such user.");
    }),
  );
  return asked;
}

beforeEach(() => server.use(http.get("*/api/v1/audit", () => page([]))));

describe("people", () => {
  it("are listed page by page, and found in pages that were not there yet", async () => {
    const everybody = [own, ...Array.from({ length: 118 }, (_, index) => numbered(index + 1)), zoe];
    const asked = serveEverybody(() => everybody);
    const user = await signedIn("operator", "/");
    await user.click(await screen.findByRole("link", { name: "People" }));
    const first = await rowOf("Ada");
    expect(first.getByText("you")).toBeVisible();
    expect(first.getByText("Operator")).toBeVisible();
    expect(first.getByText("not confirmed")).toBeVisible();
    expect((await rowOf("person-1@example.com")).getByText("disabled")).toBeVisible();
    expect(screen.getAllByRole("row")).toHaveLength(51);
    expect(asked).toEqual(["0 no-cache"]);

    await user.type(screen.getByRole("searchbox", { name: "Find" }), "zander ACME");
    const found = await rowOf("Zoë Zander");
    expect(screen.getAllByRole("row")).toHaveLength(2);
    expect(asked).toEqual(["0 no-cache", "50 no-cache", "100 no-cache"]);
    expect(screen.getByText("1 of the 120 that were looked at.")).toBeVisible();

    // After a look at somebody, who was sought is there again; in the address it never was.
    await user.click(found.getByRole("link", { name: "Zoë Zander" }));
    expect(await screen.findByRole("heading", { name: "Zoë Zander", level: 1 })).toBeVisible();
    expect(window.location.pathname).toBe(`/app/people/${zoe.id}`);
    expect(window.location.search).toBe("");
    await user.click(screen.getByRole("link", { name: "All people" }));
    expect(await screen.findByRole("searchbox", { name: "Find" })).toHaveValue("zander ACME");
    await user.type(screen.getByRole("searchbox", { name: "Find" }), " nowhere");
    expect(await screen.findByText("Nobody is called that")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show all" }));
    expect(screen.getAllByRole("row")).toHaveLength(121);
  });

  it("that come after a failed page are looked for again when one says so", async () => {
    const everybody = [...Array.from({ length: 50 }, (_, index) => numbered(index + 1)), zoe];
    serveEverybody(() => everybody);
    let failed = 0;
    server.use(
      http.get("*/api/v1/users", ({ request }) => {
        if (!request.url.includes("cursor=") || failed > 0) return undefined;
        failed += 1;
        return problem(403, "forbidden", "Not now.");
      }),
    );
    const user = await signedIn("operator", "/people");
    await rowOf("person-1@example.com");
    await user.type(screen.getByRole("searchbox", { name: "Find" }), "zoe");
    expect(await screen.findByText("Not now.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await rowOf("Zoë Zander");
  });

  it.each([
    ["zan zo", true],
    ["ACME", true],
    [zoe.id, true],
    ["zander globex", false],
  ])("fit %j: %j", (sought, found) => expect(fits(zoe, sought)).toBe(found));

  it("are looked through as far as is bearable", () => expect(most_looked_at % 50).toBe(0));

  it("are not shown to who may not list them", async () => {
    const user = await signedIn("finance", "/people");
    expect(await screen.findByText("There is no such page")).toBeVisible();
    expect(screen.queryByRole("link", { name: "People" })).toBeNull();
    await user.keyboard("gw");
    expect(window.location.pathname).toBe("/app/people");
  });
});

describe("a person", () => {
  it("is shown with what the trail tells, and taken along as the server wrote it", async () => {
    serveEverybody(() => [own, zoe]);
    const asked: string[] = [];
    const text = '{"user": {"n": 1.0}, "audit_entries_left_out": true}';
    server.use(
      http.get("*/api/v1/audit", ({ request }) => {
        asked.push(new URL(request.url).search);
        return page([
          {
            id: "evt_1",
            chain: "platform",
            sequence: 7,
            type: "session.started",
            actor: zoe.id,
            subject: "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV",
            tenant_id: null,
            occurred_at: "2026-11-20T10:00:00Z",
            request_id: requestId,
            address: "192.0.2.1",
            before: null,
            after: null,
            erased: [],
            hash: "ab".repeat(32),
          },
        ]);
      }),
      http.get("*/api/v1/users/:user/export", ({ params }) =>
        params.user === zoe.id
          ? new HttpResponse(text, { headers: { "Content-Type": "application/json" } })
          : problem(404, "user_not_found", "No."),
      ),
    );
    const user = await signedIn("operator", `/people/${zoe.id}`);
    expect(await screen.findByText("zoe@acme.example")).toBeVisible();
    expect(screen.getByText("confirmed")).toBeVisible();
    expect(screen.getByText("weir user disable 'zoe@acme.example'")).toBeVisible();
    const row = await rowOf("Signed in");
    expect(row.getByText("Zoë Zander")).toBeVisible();
    await user.click(row.getByRole("button", { name: "Details of entry 7" }));
    const entry = within(await screen.findByRole("dialog"));
    expect(entry.getByRole("link", { name: "everything they did" })).toHaveAttribute(
      "href",
      `/app/platform-audit?actor=${zoe.id}`,
    );
    await user.click(entry.getByRole("button", { name: "Close" }));
    await user.selectOptions(screen.getByLabelText("Show"), "What was done to them");
    await waitFor(() => expect(asked).toEqual([`?limit=50&actor=${zoe.id}`, `?limit=50&subject=${zoe.id}`]));

    await user.click(screen.getByRole("button", { name: "Download their data" }));
    expect(await screen.findByText(/is in the file, but for the oldest entries/)).toBeVisible();
    expect(save).toHaveBeenLastCalledWith(`weir_${zoe.id}.json`, "application/json", [text]);
  });

  it("is erased when the address was typed and it was shown who does it", async () => {
    let people = [own, zoe];
    serveEverybody(() => people);
    const answers = [
      () => problem(403, "step_up_required", "Show that it is you."),
      () => problem(409, "last_owner", "It is the last owner of the tenant acme."),
      () => {
        people = [own];
        return new HttpResponse(null, { status: 204 });
      },
    ];
    const erased: unknown[] = [];
    const proofs: unknown[] = [];
    server.use(
      http.delete("*/api/v1/users/:user", ({ params, request }) => {
        erased.push(params.user, request.headers.get("Weir-Tenant"));
        return answers.shift()?.() ?? problem(500, "unexpected", "No.");
      }),
      http.post("*/api/v1/auth/step-up", async ({ request }) => {
        proofs.push(await request.json());
        return HttpResponse.json({ auth_time: "2026-11-20T10:00:00Z" });
      }),
    );
    const user = await signedIn("operator", `/people/${zoe.id}?tenant=${tenant.key}`);
    await user.click(await screen.findByRole("button", { name: "Erase Zoë Zander" }));
    const dialog = within(await screen.findByRole("alertdialog"));
    const act = dialog.getByRole("button", { name: "Erase" });
    expect(act).toBeDisabled();
    await user.type(dialog.getByLabelText(/^Type zoe@acme.example/), "zoe@acme.example");
    await user.click(act);
    const proof = within(await screen.findByRole("dialog", { name: "Show that it is you" }));
    await user.type(proof.getByLabelText(/^Password/), "secret");
    await user.click(proof.getByRole("button", { name: "Go on" }));
    expect(await dialog.findByText(/last owner of the tenant acme. Somebody else has to become/)).toBeVisible();
    expect(dialog.getByText(requestId)).toBeVisible();
    await user.click(act);
    expect(await screen.findByText("Zoë Zander is erased.")).toBeVisible();
    await rowOf("Ada");
    expect(screen.queryByText("zoe@acme.example")).toBeNull();
    expect(window.location.search).toBe("?tenant=acme");
    expect(proofs).toEqual([{ password: "secret" }]);
    expect(erased).toEqual([zoe.id, null, zoe.id, null, zoe.id, null]);
    window.history.back();
    expect(await screen.findByText("There is nobody with this id")).toBeVisible();
  });

  it("that is oneself is looked after elsewhere", async () => {
    serveEverybody(() => [own]);
    await signedIn("operator", `/people/${own.id}`);
    expect(await screen.findByText("This is you.")).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Erase/ })).toBeNull();
    expect(screen.queryByText(/^weir user disable/)).toBeNull();
    const page = within(screen.getByRole("main"));
    expect(page.getByRole("link", { name: "Preferences" })).toHaveAttribute("href", "/app/preferences");
  });

  it("is only looked at by support", async () => {
    serveEverybody(() => [zoe]);
    await signedIn("support", `/people/${zoe.id}`);
    expect(await screen.findByText("The trail tells nothing of it")).toBeVisible();
    expect(screen.queryByText("Their data")).toBeNull();
    expect(screen.queryByText(/^weir user disable/)).toBeNull();
  });

  it("that is nobody is said to be", async () => {
    serveEverybody(() => []);
    await signedIn("operator", `/people/${zoe.id}`);
    expect(await screen.findByText("There is nobody with this id")).toBeVisible();
  });

  it("that cannot be loaded is asked for again", async () => {
    serveEverybody(() => [zoe]);
    let refused = true;
    server.use(
      http.get("*/api/v1/users/:user", ({ params }) => {
        if (!refused || params.user === "me") return undefined;
        return problem(403, "forbidden", "Not now.");
      }),
    );
    const user = await signedIn("operator", `/people/${zoe.id}`);
    expect(await screen.findByText("The person could not be loaded")).toBeVisible();
    refused = false;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("zoe@acme.example")).toBeVisible();
  });
});
