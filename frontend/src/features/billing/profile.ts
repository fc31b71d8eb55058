// How a tenant is billed, and what of it its own people change.
import { api, type Schemas } from "../../api/client";
import { headersOf, type Scope } from "../invoices/scope";

export type Profile = Schemas["billing_profile"];
export type Buyer = Profile["buyer"];

/** With what a change of it has to name. */
export interface Loaded {
  profile: Profile;
  tag: string | undefined;
}

export async function load(scope: Scope, signal?: AbortSignal): Promise<Loaded> {
  const params = { path: { tenant: scope.tenant.id } };
  const { data, response } = await api.GET("/api/v1/tenants/{tenant}/billing-profile", {
    params,
    headers: headersOf(scope),
    ...(signal && { signal }),
    // The browser's copy may be of before a change.
    cache: "no-cache",
  });
  return { profile: data as Profile, tag: response.headers.get("ETag") ?? undefined };
}

/** From the platform what is left out becomes what is usual, so all of it is sent as it was. */
export async function save(scope: Scope, { tag }: Loaded, wanted: Profile): Promise<Loaded> {
  const params = {
    path: { tenant: scope.tenant.id },
    header: tag === undefined ? {} : { "If-Match": tag },
  };
  const { data, response } = await api.PUT("/api/v1/tenants/{tenant}/billing-profile", {
    params,
    headers: headersOf(scope),
    body: wanted,
  });
  return { profile: data as Profile, tag: response.headers.get("ETag") ?? undefined };
}

/** The members of a buyer, side by side. */
export type Draft = Omit<Buyer, "address"> & Buyer["address"];

export function draftOf({ address, legal_name, tax_id, email }: Buyer): Draft {
  return { legal_name, tax_id, email, ...address };
}

export function buyerOf({ legal_name, tax_id, email, ...address }: Draft): Buyer {
  const trimmed = <T extends object>(of: T) =>
    Object.fromEntries(Object.entries(of).map(([name, text]) => [name, (text as string).trim()])) as unknown as T;
  return { ...trimmed({ legal_name, tax_id, email }), address: trimmed(address) };
}

export function isSame(a: Buyer, b: Buyer): boolean {
  return JSON.stringify(draftOf(a), memberOrder) === JSON.stringify(draftOf(b), memberOrder);
}

const memberOrder: string[] = [
  "legal_name",
  "tax_id",
  "email",
  "line1",
  "line2",
  "city",
  "region",
  "postal_code",
  "country",
];

/** Where the server says what is wrong with a member. */
export function pointerOf(member: keyof Draft): string {
  const own = member === "legal_name" || member === "tax_id" || member === "email";
  return own ? `/buyer/${member}` : `/buyer/address/${member}`;
}

export function wrongWith({ country, email }: Draft): Partial<Record<keyof Draft, string>> {
  return {
    ...(!/^([A-Z]{2})?$/.test(country.trim()) && { country: "Two letters, as ISO 3166 has them: DE, US." }),
    ...(!/^([^\s@]+@[^\s@]+)?$/.test(email.trim()) && { email: "This is no e-mail address." }),
  };
}
