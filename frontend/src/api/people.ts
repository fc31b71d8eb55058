// Endpoints about the person who is signed in, until schemas/openapi.json describes them.
import { signedFetch } from "./client";

export type ThemeChoice = "light" | "dark" | "system";

export interface Person {
  id: string;
  email: string;
  name: string;
  platform_role: "operator" | "finance" | "support" | null;
  memberships: { tenant: { id: string; key: string; name: string }; role: string }[];
}

/** PUT replaces all of them: what is not of the portal goes back as it came. */
export interface Preferences {
  theme: ThemeChoice;
  shortcuts: boolean;
  [other: string]: unknown;
}

async function json<T>(method: string, path: string, content?: unknown): Promise<T> {
  const request = new Request(new URL(`/api/v1${path}`, location.origin), {
    method,
    ...(content !== undefined && {
      body: JSON.stringify(content),
      headers: { "Content-Type": "application/json" },
    }),
  });
  const answer = await signedFetch(request);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

export const me = () => json<Person>("GET", "/users/me");
export const preferences = () => json<Preferences>("GET", "/users/me/preferences");
export const savePreferences = (wanted: Preferences) => json<unknown>("PUT", "/users/me/preferences", wanted);
export const logout = () => json<undefined>("POST", "/auth/logout");
