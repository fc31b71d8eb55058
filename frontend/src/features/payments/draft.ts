// An account that is about to be connected, or what is changed of one, as its fields hold it.
import type { ChangedProvider, NewProvider, Provider } from "./providers";

export interface Draft {
  name: string;
  slug: string;
  live: boolean;
  key: string;
  secret: string;
}

export type Wrong = Partial<Record<keyof Draft, string>>;

export const emptyDraft: Draft = { name: "", slug: "", live: false, key: "", secret: "" };

export function draftOf({ name, slug, live }: Provider): Draft {
  return { name, slug, live, key: "", secret: "" };
}

export function wrongWithKey(key: string, live: boolean): string | undefined {
  const mode = live ? "live" : "test";
  return new RegExp(`^[sr]k_${mode}_[A-Za-z0-9_]+$`).test(key)
    ? undefined
    : `A secret or restricted key of this mode: sk_${mode}_… or rk_${mode}_…`;
}

export function wrongWithSecret(secret: string): string | undefined {
  return /^whsec_[!-~]{2,249}$/.test(secret) ? undefined : "It begins with whsec_, as the provider shows it.";
}

export function wrongWith({ name, slug, live, key, secret }: Draft): Wrong {
  const [wrongKey, wrongSecret] = [key.trim(), secret.trim()].map((text, at) =>
    text === "" ? undefined : at === 0 ? wrongWithKey(text, live) : wrongWithSecret(text),
  );
  return {
    ...(name.trim() === "" && { name: "A name for people" }),
    ...(!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug.trim()) && { slug: "Small letters, digits, and single dashes between" }),
    ...(wrongKey !== undefined && { key: wrongKey }),
    ...(wrongSecret !== undefined && { secret: wrongSecret }),
  };
}

/** Of one that nothing is wrong with. */
export function toConnect({ name, slug, live, key, secret }: Draft): NewProvider {
  return {
    slug: slug.trim(),
    provider: "stripe",
    name: name.trim(),
    live,
    ...(secret.trim() !== "" && { signing_secret: secret.trim() }),
    ...(key.trim() !== "" && { api_key: key.trim() }),
  };
}

export function toChange({ name, key }: Draft): ChangedProvider {
  return { name: name.trim(), ...(key.trim() !== "" && { api_key: key.trim() }) };
}
