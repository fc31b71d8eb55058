import { describe, expect, it } from "vitest";
import { readFilter, withFilter } from "./features/audit/filter";
import { changesOf } from "./features/audit/words";
import { codesFile, inGroups, wrongWithCode } from "./features/factor/codes";
import { pathOf } from "./features/factor/QrCode";
import { canRotate, expiryOf, networksIn, stateOf, wrongNetworks } from "./features/keys/keys";
import { emptyDraft, isRight, toSend, wrongWith } from "./features/meters/draft";
import { durationWords, secondsOf, written } from "./features/policies/duration";
import {
  consequences,
  draftOf,
  isSame,
  policiesOf,
  wrongWith as wrongWithPolicies,
} from "./features/policies/policies";
import { deviceWords } from "./features/security/device";
import { fixedBecause, type Member } from "./features/team/roles";
import { ApiProblem } from "./api/problem";
import { refined } from "./time/reader";

const now = Date.parse("2026-11-20T10:00:00Z");

describe("a key", () => {
  const key = { id: "", name: "", prefix: "", scopes: [], tenant_id: null, created_at: "" };
  it("warns two weeks before it ends", () => {
    expect(stateOf({ ...key, expires_at: "2026-12-04T10:00:00Z" }, now)).toEqual({ is: "active" });
    expect(stateOf({ ...key, expires_at: "2026-12-04T09:59:59Z" }, now)).toEqual({ is: "ending", days: 14 });
    expect(stateOf({ ...key, expires_at: "2026-11-20T10:00:00Z" }, now)).toEqual({ is: "expired" });
    expect(stateOf({ ...key, expires_at: "2026-11-20T10:00:00Z", revoked_at: "2026-11-01T00:00:00Z" }, now)).toEqual({
      is: "revoked",
    });
  });
  it("ends whole days from now, or never", () => {
    expect(expiryOf("30", now)).toBe("2026-12-20T10:00:00Z");
    expect(expiryOf("never", now)).toBeNull();
  });
  it("is rotated once, while it is good", () => {
    expect(canRotate(key, now)).toBe(true);
    expect(canRotate({ ...key, expires_at: "2026-11-21T10:00:00Z" }, now)).toBe(true);
    expect(canRotate({ ...key, expires_at: "2026-11-20T10:00:00Z" }, now)).toBe(false);
    expect(canRotate({ ...key, revoked_at: "2026-11-20T10:00:00Z" }, now)).toBe(false);
    expect(canRotate({ ...key, replaced_by: "key_01ARZ3NDEKTSV4RRFFQ69G5FAV" }, now)).toBe(false);
  });
  it("has networks line by line, and what is wrong with each", () => {
    const networks = networksIn(" 192.0.2.1\r\n\n10.0.0.0/33\n");
    expect(networks).toEqual(["192.0.2.1", "10.0.0.0/33"]);
    const fields = [
      { pointer: "/allowed_cidrs/1", detail: "No network." },
      { pointer: "/allowed_cidrs", detail: "At most 50." },
      { pointer: "/name", detail: "Too long." },
    ];
    const told = (of: typeof fields) => wrongNetworks(new ApiProblem(400, "x", "", "", "", 0, of), networks);
    expect(told(fields)).toBe("10.0.0.0/33: No network. At most 50.");
    expect(told(fields.slice(2))).toBeUndefined();
  });
});

describe("a second factor", () => {
  it.each([
    ["123456", false, true],
    [" 123 456 ", false, true],
    ["12345", false, false],
    ["12345a", false, false],
    ["１２３４５６", false, false],
    ["7k3m-x9qp-0r2t-vw0h", true, true],
    ["7K3M X9QP 0R2T VW0H", true, true],
    ["7k3m-x9qp-0r2t-vw0", true, false],
  ])("is shown by %j (recovery: %j): %j", (typed, recovery, right) =>
    expect(wrongWithCode(typed, recovery) === undefined).toBe(right),
  );
  it("is written down", () => {
    expect(inGroups("JBSWY3DPEH")).toBe("JBSW Y3DP EH");
    expect(codesFile(["a", "b"], "ada@example.com", "2026-11-20")).toMatch(
      /^Recovery codes for Weir at http.*\nAccount: ada@example.com\nMade: 2026-11-20\n\na\nb\n\nEach/,
    );
  });
  it("is drawn run by run", () => {
    const picture = [
      [true, true, false],
      [false, false, true],
      [true, false, true],
    ];
    expect(pathOf(picture)).toBe("M0 0h2v1h-2zM2 1h1v1h-1zM0 2h1v1h-1zM2 2h1v1h-1z");
  });
});

describe("a policy", () => {
  const free = {
    mfa_required: false,
    session_idle_seconds: null,
    session_absolute_seconds: null,
    api_key_max_age_days: null,
  };
  it.each([
    [86_400, "1 day"],
    [604_800, "7 days"],
    [3600, "1 hour"],
    [5400, "90 minutes"],
    [61, "61 seconds"],
  ])("of %d seconds is %s, and comes back as it was", (seconds, words) => {
    expect(durationWords(seconds)).toBe(words);
    expect(secondsOf(written(seconds, "days"))).toBe(seconds);
  });
  it("may be left to what is usual", () => {
    expect(policiesOf(draftOf(free))).toEqual(free);
    expect(wrongWithPolicies(draftOf(free))).toEqual({});
    expect(secondsOf({ amount: "1e3", unit: "days" })).toBeUndefined();
  });
  it("has limits", () => {
    const wrong = (idle: string, absolute: string, keyDays: string) =>
      Object.keys(
        wrongWithPolicies({
          factor: true,
          idle: { amount: idle, unit: "minutes" },
          absolute: { amount: absolute, unit: "days" },
          keyDays,
        }),
      );
    expect(wrong("5", "30", "3650")).toEqual([]);
    expect(wrong("4", "31", "3651")).toEqual(["idle", "absolute", "keyDays"]);
    expect(wrong("-5", "0", "0")).toEqual(["idle", "absolute", "keyDays"]);
  });
  it("warns of what it ends, and of nothing else", () => {
    const strict = {
      mfa_required: true,
      session_idle_seconds: 3600,
      session_absolute_seconds: 86_400,
      api_key_max_age_days: 90,
    };
    expect(consequences(free, strict, false)).toHaveLength(4);
    expect(consequences(free, strict, true)).toHaveLength(3);
    expect(consequences(strict, free, false)).toEqual([]);
    expect(consequences(strict, { ...strict, session_idle_seconds: 7200 }, false)).toEqual([]);
    // As long as it is without a policy.
    expect(consequences(free, { ...free, session_idle_seconds: 604_800 }, false)).toEqual([]);
    expect(isSame(strict, { ...strict })).toBe(true);
    expect(isSame(strict, free)).toBe(false);
  });
});

describe("an audit entry", () => {
  it("changes what differs, and all of what is new or gone", () => {
    expect(changesOf({ before: { a: 1, b: [1] }, after: { a: 1, b: [2], c: null } })).toEqual([
      { member: "b", before: "[1]", after: "[2]" },
    ]);
    expect(changesOf({ before: null, after: { a: 1, b: null } })).toEqual([
      { member: "a", before: undefined, after: "1" },
    ]);
    expect(changesOf({ before: { a: "x" }, after: {} })).toEqual([{ member: "a", before: "x", after: undefined }]);
  });
  it("is filtered by what makes sense in the URL", () => {
    const read = (text: string) => readFilter(new URLSearchParams(text));
    expect(read("actor=%20&type=x&from=soon&subject=key_1&other=1")).toEqual({ type: "x", subject: "key_1" });
    expect(read("from=2026-11-20T00:00:00Z&to=2026-11-20T00:00:00Z")).toEqual({ from: "2026-11-20T00:00:00Z" });
    expect(withFilter(new URLSearchParams("tenant=acme&type=x"), { actor: "a" }).toString()).toBe(
      "tenant=acme&actor=a",
    );
  });
});

describe("a new meter", () => {
  const right = { ...emptyDraft, slug: "api_calls", eventType: "call", value: "$.ms" };
  it.each([
    [{ slug: "Api" }, "slug"],
    [{ slug: "a__b" }, "slug"],
    [{ slug: "a".repeat(65) }, "slug"],
    [{ eventType: " " }, "eventType"],
    [{ value: "" }, "value"],
    [{ value: "ms" }, "value"],
    [{ value: "$." }, "value"],
  ])("is wrong with %j at %s", (change, at) => {
    const wrong = wrongWith({ ...right, ...change });
    expect(isRight(wrong)).toBe(false);
    expect(wrong).toHaveProperty(at);
  });
  it("is right, and needs no value to count", () => {
    expect(isRight(wrongWith(right))).toBe(true);
    const count = { ...right, aggregation: "COUNT" as const, value: "left over" };
    expect(isRight(wrongWith(count))).toBe(true);
    expect(toSend(count)).not.toHaveProperty("value_property");
  });
  it("has groups with names of their own", () => {
    const group = { name: "model", path: "$.model" };
    expect(isRight(wrongWith({ ...right, groups: [group] }))).toBe(true);
    expect(wrongWith({ ...right, groups: [group, group] }).groups).toEqual([undefined, "This name is there already."]);
    expect(isRight(wrongWith({ ...right, groups: [{ ...group, name: "1st" }] }))).toBe(false);
    expect(isRight(wrongWith({ ...right, groups: [{ ...group, path: "model" }] }))).toBe(false);
  });
});

describe("a device", () => {
  it.each([
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile Safari/604",
      "Safari on iPhone",
    ],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537 Chrome/150.0 Safari/537 Edg/150.0", "Edge on Windows"],
    ["Mozilla/5.0 (Linux; Android 16) AppleWebKit/537 Chrome/150.0 Mobile Safari/537", "Chrome on Android"],
    ["curl/8.14", "curl"],
    ["something else", "something else"],
    ["", "Unknown device"],
  ])("%s", (agent, words) => expect(deviceWords(agent)).toBe(words));
});

describe("a member's role", () => {
  const owner = { user_id: "a", role: "owner" } as Member;
  const other = { user_id: "b", role: "owner" } as Member;
  it("of the last owner is fixed, and of any owner for others than owners", () => {
    const asking = { mayWrite: true, role: "owner", members: [owner], complete: true };
    expect(fixedBecause(owner, asking)).toMatch(/last owner/);
    expect(fixedBecause(owner, { ...asking, members: [owner, other] })).toBeUndefined();
    // More members may come: the server knows.
    expect(fixedBecause(owner, { ...asking, complete: false })).toBeUndefined();
    expect(fixedBecause(owner, { ...asking, role: "admin", members: [owner, other] })).toMatch(/by owners/);
    expect(fixedBecause({ ...owner, role: "viewer" }, { ...asking, mayWrite: false })).toBe("");
  });
});

describe("a language", () => {
  it("is refined by the device", () => {
    expect(refined("en", ["de", "en-GB", "en-US"])).toBe("en-GB");
    expect(refined("de", ["en-GB"])).toBe("de");
    expect(refined("en-US", ["en-GB"])).toBe("en-US");
  });
});
