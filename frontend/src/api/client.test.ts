import { http, HttpResponse } from "msw";
import { describe, expect, it, vi } from "vitest";
import { everythingStored, problem, requestId, server } from "../../test/server";
import { aboutTenant, api, body } from "./client";
import { ApiProblem } from "./problem";
import { credentialKind, forget, signInWithPassword, useKey as signWithKey, whenLost } from "./token";

function tokens(first: { expires_in: number } = { expires_in: 1800 }) {
  const asked: URLSearchParams[] = [];
  server.use(
    http.post("*/api/v1/auth/token", async ({ request }) => {
      asked.push(new URLSearchParams(await request.text()));
      return HttpResponse.json({
        access_token: `token-${asked.length}`,
        token_type: "Bearer",
        expires_in: first.expires_in,
      });
    }),
  );
  return asked;
}

function metersFor(accepted: string, seen: (string | null)[]) {
  server.use(
    http.get("*/api/v1/meters", ({ request }) => {
      seen.push(request.headers.get("Authorization"));
      if (request.headers.get("Authorization") !== `Bearer ${accepted}`) return problem(401, "unauthenticated", "No.");
      return HttpResponse.json({ items: [], next_cursor: null });
    }),
  );
}

const meters = () => body(api.GET("/api/v1/meters", {}));

describe("the client", () => {
  it("signs in with a form and keeps the token to itself", async () => {
    const asked = tokens();
    await signInWithPassword("a@b.example", "secret & more");
    expect(asked[0]?.toString()).toBe("grant_type=password&username=a%40b.example&password=secret+%26+more&cookie=1");
    expect(everythingStored()).not.toContain("token-1");
  });

  it("refreshes once however many requests are refused", async () => {
    const asked = tokens();
    const seen: (string | null)[] = [];
    metersFor("token-2", seen);
    await signInWithPassword("a@b.example", "x");
    await Promise.all([meters(), meters(), meters(), meters(), meters()]);
    expect(asked.map((form) => form.get("grant_type"))).toEqual(["password", "refresh_token"]);
    expect(seen.filter((header) => header === "Bearer token-2")).toHaveLength(5);
  });

  it("replaces a token that is about to end before using it", async () => {
    const asked = tokens({ expires_in: 10 });
    const seen: (string | null)[] = [];
    metersFor("token-2", seen);
    await signInWithPassword("a@b.example", "x");
    await meters();
    expect(asked).toHaveLength(2);
    expect(seen).toEqual(["Bearer token-2"]);
  });

  it("ends the session when the refresh is refused, once", async () => {
    tokens();
    const lost = vi.fn();
    whenLost(lost);
    await signInWithPassword("a@b.example", "x");
    metersFor("nobody", []);
    server.use(http.post("*/api/v1/auth/token", () => HttpResponse.json({ error: "invalid_grant" }, { status: 400 })));
    await expect(Promise.all([meters(), meters()])).rejects.toMatchObject({ status: 401 });
    expect(lost).toHaveBeenCalledTimes(1);
    expect(credentialKind()).toBe("none");
  });

  it("stays signed in when the server is away for a moment", async () => {
    tokens();
    const lost = vi.fn();
    whenLost(lost);
    await signInWithPassword("a@b.example", "x");
    metersFor("nobody", []);
    server.use(http.post("*/api/v1/auth/token", () => HttpResponse.error()));
    await expect(meters()).rejects.toMatchObject({ status: 0, code: "unreachable" });
    expect(lost).not.toHaveBeenCalled();
    expect(credentialKind()).toBe("person");
  });

  it("does not come back to life when somebody signs out during a refresh", async () => {
    tokens();
    const seen: (string | null)[] = [];
    metersFor("nobody", seen);
    await signInWithPassword("a@b.example", "x");
    server.use(
      http.post("*/api/v1/auth/token", () => {
        forget();
        return HttpResponse.json({ access_token: "late", token_type: "Bearer", expires_in: 1800 });
      }),
    );
    await expect(meters()).rejects.toMatchObject({ status: 401 });
    expect(credentialKind()).toBe("none");
    expect(seen).toEqual(["Bearer token-1"]);
  });

  it("does not try again with a key", async () => {
    const seen: (string | null)[] = [];
    metersFor("another", seen);
    signWithKey("weir_sk_x");
    await expect(meters()).rejects.toBeInstanceOf(ApiProblem);
    expect(seen).toEqual(["Bearer weir_sk_x"]);
  });

  it("tells the request's id, also of what a proxy answered", async () => {
    server.use(http.get("*/api/v1/meters", () => problem(503, "database_unavailable", "Later.")));
    await expect(meters()).rejects.toMatchObject({ code: "database_unavailable", requestId, message: "Later." });
    server.use(http.get("*/api/v1/meters", () => new HttpResponse("<html>", { status: 502 })));
    await expect(meters()).rejects.toMatchObject({ status: 502, message: "The server answered 502." });
  });

  it("names the tenant by a parameter under a key and by a header for a person", async () => {
    signWithKey("weir_sk_x");
    expect(aboutTenant("ten_1")).toEqual({ query: { tenant: "ten_1" }, headers: {} });
    forget();
    tokens();
    await signInWithPassword("a@b.example", "x");
    expect(aboutTenant("ten_1")).toEqual({ query: {}, headers: { "Weir-Tenant": "ten_1" } });
  });
});
