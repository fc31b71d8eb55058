// The one way to the API: typed by schemas/openapi.json, signed, and about one tenant.
import createClient from "openapi-fetch";
import { problemOf, unreachable } from "./problem";
import type { components, paths } from "./schema";
import { afterRefusal, authorization, credentialKind } from "./token";

export type Schemas = components["schemas"];

/** What makes a request be about this tenant: under a key it is a parameter, for a person a header. */
export function aboutTenant(id: string): { query: { tenant?: string }; headers: Record<string, string> } {
  return credentialKind() === "key"
    ? { query: { tenant: id }, headers: {} }
    : { query: {}, headers: { "Weir-Tenant": id } };
}

function nameOf(request: Request): string {
  const { pathname, search } = new URL(request.url);
  return `${request.method} ${pathname}${search}`;
}

/** fetch with credentials; every answer that is not ok becomes an ApiProblem. */
export async function signedFetch(request: Request): Promise<Response> {
  const again = request.clone();
  const send = async (to: Request, header: string | undefined) => {
    if (header !== undefined) to.headers.set("Authorization", header);
    try {
      return await fetch(to);
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
      throw unreachable(nameOf(to));
    }
  };
  const header = await authorization();
  let answer = await send(request, header);
  if (answer.status === 401) {
    const other = await afterRefusal(header);
    if (other !== undefined && other !== header) answer = await send(again, other);
  }
  if (!answer.ok) throw await problemOf(answer, nameOf(request));
  return answer;
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: signedFetch });

/** The body of an answer that is ok: signedFetch has thrown for any other. */
export async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
