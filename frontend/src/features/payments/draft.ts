// An account that is about to be connected, or what is changed of one, as its fields hold it.
import type { ChangedProvider, NewProvider, Provider } from "./providers";
import type { ProviderKind } from "./words";

export interface Draft {
  provider: ProviderKind;
  name: string;
  slug: string;
  live: boolean;
  /** Of PayPal. */
  client: string;
  key: string;
  secret: string;
}

export type Wrong = Partial<Record<keyof Draft, string>>;

export const emptyDraft: Draft = {
  provider: "stripe",
  name: "",
  slug: "",
  live: false,
  client: "",
  key: "",
  secret: "",
};

export function draftOf({ provider, name, slug, live, client_id }: Provider): Draft {
  return { provider, name, slug, live, client: client_id ?? "", key: "", secret: "" };
}

function wrongWithCredential(text: string): string | undefined {
  return /^[A-Za-z0-9_-]{16,255}$/.test(text) ? undefined : "16 to 255 letters, digits, dashes and underscores";
}

export function wrongWithKey(key: string, live: boolean): string | undefined {
  const mode = live ? "live" : "test";
  return new RegExp(`^[sr]k_${mode}_[A-Za-z0-9_]+$`).test(key)
    ? undefined
    : `A secret or restricted key of this mode: sk_${mode}_… or rk_${mode}_…`;
}

export function wrongWithSecret(secret: string, provider: ProviderKind): string | undefined {
  if (provider === "paypal") return /^[A-Za-z0-9]{8,50}$/.test(secret) ? undefined : "8 to 50 letters and digits";
  return /^whsec_[!-~]{2,249}$/.test(secret) ? undefined : "It begins with whsec_, as the provider shows it.";
}

export function wrongWith({ provider, name, slug, live, client, key, secret }: Draft): Wrong {
  const given = (text: string, wrong: (text: string) => string | undefined) =>
    text.trim() === "" ? undefined : wrong(text.trim());
  const wrongKey = given(key, (text) => (provider === "paypal" ? wrongWithCredential(text) : wrongWithKey(text, live)));
  const wrongClient = provider === "paypal" ? given(client, wrongWithCredential) : undefined;
  const wrongSecret = given(secret, (text) => wrongWithSecret(text, provider));
  return {
    ...(name.trim() === "" && { name: "A name for people" }),
    ...(!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug.trim()) && { slug: "Small letters, digits, and single dashes between" }),
    ...(wrongClient !== undefined && { client: wrongClient }),
    ...(wrongKey !== undefined && { key: wrongKey }),
    ...(wrongSecret !== undefined && { secret: wrongSecret }),
  };
}

/** Of one that nothing is wrong with. */
export function toConnect({ provider, name, slug, live, client, key, secret }: Draft): NewProvider {
  return {
    slug: slug.trim(),
    provider,
    name: name.trim(),
    live,
    ...(provider === "paypal" && client.trim() !== "" && { client_id: client.trim() }),
    ...(secret.trim() !== "" && { signing_secret: secret.trim() }),
    ...(key.trim() !== "" && { api_key: key.trim() }),
  };
}

export function toChange({ provider, name, client, key }: Draft): ChangedProvider {
  return {
    name: name.trim(),
    ...(provider === "paypal" && client.trim() !== "" && { client_id: client.trim() }),
    ...(key.trim() !== "" && { api_key: key.trim() }),
  };
}
