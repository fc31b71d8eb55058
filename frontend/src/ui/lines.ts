// Lines of curl that work when they are pasted: only the key has to be put in where it is not known.
import type { Schemas } from "../api/client";

const unknown = "weir_sk_… # your API key";

function keyLine(secret: string | undefined): string {
  return `WEIR_KEY=${secret ?? unknown}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** {"a":{"b":"1"}} for "$.a.b". Paths with an index are left to the reader. */
function dataFor(paths: readonly (string | null | undefined)[]): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const path of paths) {
    if (path === null || path === undefined || !/^\$(\.[A-Za-z_][A-Za-z0-9_]*)+$/.test(path)) continue;
    const steps = path.slice(2).split(".");
    const last = steps.pop() ?? "";
    let at = data;
    for (const step of steps) at = (at[step] ??= {}) as Record<string, unknown>;
    at[last] ??= "1";
  }
  return data;
}

type Wanted = Pick<Schemas["meter_create"], "event_type" | "value_property" | "group_by">;

/** An event that a meter counts, of a tenant. */
export function exampleEvent(meter: Wanted, tenant: { key: string }) {
  return {
    specversion: "1.0",
    id: "first-event",
    source: "my-shell",
    type: meter.event_type,
    subject: tenant.key,
    data: dataFor([meter.value_property, ...Object.values(meter.group_by ?? {})]),
  };
}

export function eventLines(meter: Wanted, tenant: { key: string }, secret?: string): string {
  return [
    keyLine(secret),
    `curl ${location.origin}/api/v1/events \\`,
    `  -H "Authorization: Bearer $WEIR_KEY" \\`,
    `  -H 'Content-Type: application/cloudevents+json' \\`,
    `  -d ${quoted(JSON.stringify(exampleEvent(meter, tenant)))}`,
  ].join("\n");
}

export function meterLines(): string {
  const meter = {
    slug: "tokens",
    name: "Tokens",
    event_type: "completion",
    aggregation: "SUM",
    value_property: "$.tokens",
    group_by: { model: "$.model" },
    unit: "tokens",
  };
  return [
    keyLine(undefined),
    `curl ${location.origin}/api/v1/meters \\`,
    `  -H "Authorization: Bearer $WEIR_KEY" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d ${quoted(JSON.stringify(meter))}`,
  ].join("\n");
}

function readLines(path: string, secret: string): string {
  return [keyLine(secret), `curl ${location.origin}${path} -H "Authorization: Bearer $WEIR_KEY"`].join("\n");
}

export function metersLines(secret: string): string {
  return readLines("/api/v1/meters", secret);
}

export function listKeysLines(secret: string): string {
  return readLines("/api/v1/api-keys", secret);
}

export function disableLine(email: string): string {
  return `weir user disable ${quoted(email)}`;
}
