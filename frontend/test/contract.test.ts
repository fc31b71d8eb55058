import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ApiProblem } from "../src/api/problem";
import { reasonOf } from "../src/features/openid/words";
import { mails } from "../src/features/preferences/mails";
import { familiesOf, providerFamilies, tenantFamilies, typesOf } from "../src/features/webhooks/words";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("what the portal knows of the server", () => {
  const rules = read("workers/notify/notice.cpp")
    .split("\n")
    .filter((line) => line.includes(".event_type ="));
  const kindOf = (line: string) => /\.kind = "([a-z_]+)"/.exec(line)?.[1];

  it("which mails can be switched off", () => {
    expect(rules.length).toBeGreaterThan(5);
    const choices = rules.filter((line) => line.includes(".can_be_switched_off = true")).map(kindOf);
    expect(mails.map(({ kind }) => kind)).toEqual(choices);
  });

  it("where the links of mails with a token lead", () => {
    const links = rules.filter((line) => line.includes(".token ="));
    const pages = links.flatMap((line) => /\.path = "\/app\/([a-z]+)"/.exec(line)?.[1] ?? []);
    const address = read("frontend/src/shell/arrival.ts");
    expect(new Set(pages)).toEqual(new Set(["invitation", "reset", "verify"]));
    for (const page of pages) expect(address).toMatch(new RegExp(`[(|]${page}[)|]`));
  });

  it("why nobody is signed in by the sign-in service", () => {
    const codes = read("schemas/catalogues/errors.json").match(/openid_[a-z_]+/g) ?? [];
    expect(codes.length).toBeGreaterThan(10);
    const unsaid = codes.filter(
      (code) =>
        reasonOf(new ApiProblem(400, code, "As the server says.", undefined, ""), "x").about === "As the server says.",
    );
    expect(unsaid).toEqual([]);
  });

  it("what webhook endpoints may be told of", () => {
    const told: string[] =
      /families\{([^}]*)\}/.exec(read("src/domain/webhook_events.cpp"))?.[1]?.match(/[a-z_]+/g) ?? [];
    expect(told.length).toBeGreaterThan(10);
    expect(tenantFamilies.map(({ name }) => name)).toEqual(told);
    const types = JSON.parse(read("schemas/catalogues/event_types.json")) as { name: string }[];
    const all = new Set([...types.map(({ name }) => name.split(".")[0]), ...providerFamilies.map(({ name }) => name)]);
    expect(new Set(familiesOf(false).map(({ name }) => name))).toEqual(all);
    expect(typesOf(false)).toEqual(types.map(({ name }) => name).sort());
    expect(typesOf(true).every((type) => told.includes(type.split(".")[0] ?? ""))).toBe(true);
  });
});
