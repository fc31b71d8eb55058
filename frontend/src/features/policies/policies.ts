// What a tenant asks of its people and keys, while it is changed.
import { aboutTenant, api, type Schemas } from "../../api/client";
import { durationWords, secondsOf, wholeOf, type Written, written } from "./duration";

export type Policies = Schemas["tenant_policies"];

/** With the version that a change has to name. */
export interface InForce {
  policies: Policies;
  version: string | undefined;
}

async function inForce(call: Promise<{ data?: Policies; response: Response }>): Promise<InForce> {
  const { data, response } = await call;
  return { policies: data as Policies, version: response.headers.get("ETag") ?? undefined };
}

export function load(tenant: string, signal?: AbortSignal): Promise<InForce> {
  const params = { path: { tenant } };
  const { headers } = aboutTenant(tenant);
  return inForce(api.GET("/api/v1/tenants/{tenant}/policies", { params, headers, ...(signal && { signal }) }));
}

export function save(tenant: string, version: string | undefined, policies: Policies): Promise<InForce> {
  const params = { path: { tenant }, ...(version !== undefined && { header: { "If-Match": version } }) };
  const { headers } = aboutTenant(tenant);
  return inForce(api.PUT("/api/v1/tenants/{tenant}/policies", { params, headers, body: policies }));
}

export interface Draft {
  factor: boolean;
  idle: Written;
  absolute: Written;
  keyDays: string;
}

// As schemas/json/tenant_policies.json has them. Without a policy: as the server does it anyway.
export const limits = {
  idle: { least: 300, most: 604_800, usual: 604_800 },
  absolute: { least: 900, most: 2_592_000, usual: 2_592_000 },
  keyDays: { least: 1, most: 3650 },
} as const;

export function draftOf(policies: Policies): Draft {
  return {
    factor: policies.mfa_required,
    idle: written(policies.session_idle_seconds, "hours"),
    absolute: written(policies.session_absolute_seconds, "days"),
    keyDays: policies.api_key_max_age_days === null ? "" : `${policies.api_key_max_age_days}`,
  };
}

const inside = (value: number | null | undefined, { least, most }: { least: number; most: number }) =>
  value === null || (value !== undefined && value >= least && value <= most);

export function wrongWith({
  idle,
  absolute,
  keyDays,
}: Draft): Partial<Record<"idle" | "absolute" | "keyDays", string>> {
  const range = ({ least, most }: { least: number; most: number }) =>
    `From ${durationWords(least)} to ${durationWords(most)}, in whole numbers.`;
  return {
    ...(!inside(secondsOf(idle), limits.idle) && { idle: range(limits.idle) }),
    ...(!inside(secondsOf(absolute), limits.absolute) && { absolute: range(limits.absolute) }),
    ...(!inside(wholeOf(keyDays), limits.keyDays) && {
      keyDays: `From ${limits.keyDays.least} to ${limits.keyDays.most} days, in whole numbers.`,
    }),
  };
}

/** Of a draft that nothing is wrong with. */
export function policiesOf({ factor, idle, absolute, keyDays }: Draft): Policies {
  return {
    mfa_required: factor,
    session_idle_seconds: secondsOf(idle) ?? null,
    session_absolute_seconds: secondsOf(absolute) ?? null,
    api_key_max_age_days: wholeOf(keyDays) ?? null,
  };
}

export function isSame(a: Policies, b: Policies): boolean {
  return (Object.keys(a) as (keyof Policies)[]).every((member) => a[member] === b[member]);
}

/** What a change does to people and programs that are there already. */
export function consequences(before: Policies, after: Policies, own: boolean | undefined): string[] {
  const sooner = (was: number | null, is: number | null) => is !== null && (was === null || is < was);
  const shut = after.mfa_required && !before.mfa_required;
  const shorter =
    sooner(before.session_idle_seconds ?? limits.idle.usual, after.session_idle_seconds) ||
    sooner(before.session_absolute_seconds ?? limits.absolute.usual, after.session_absolute_seconds);
  return [
    ...(shut
      ? [
          "Members without a second factor see nothing of this tenant any more until they have set one up; staff neither.",
        ]
      : []),
    ...(shut && own === false ? ["You have none yourself: you are asked to set it up right afterwards."] : []),
    ...(shorter
      ? ["Sessions that are older than this, or were not used for so long, end. Their people have to sign in again."]
      : []),
    ...(sooner(before.api_key_max_age_days, after.api_key_max_age_days)
      ? ["Keys that are older than this stop working, also those that were made before. Rotate them first."]
      : []),
  ];
}
