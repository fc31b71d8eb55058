// The one way to the API: typed by schemas/openapi.json, signed, and about one tenant.
import createClient from "openapi-fetch";
import { problemOf, reworded, unreachable } from "./problem";
import { askForProof } from "./proof";
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

// The request itself stays unread: it may have to be sent again.
async function send(request: Request, header: string | undefined): Promise<Response> {
  const to = request.clone();
  if (header !== undefined) to.headers.set("Authorization", header);
  try {
    return await fetch(to);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw unreachable(nameOf(to));
  }
}

async function sendSigned(request: Request): Promise<Response> {
  const header = await authorization();
  const answer = await send(request, header);
  if (answer.status !== 401) return answer;
  const other = await afterRefusal(header);
  return other !== undefined && other !== header ? send(request, other) : answer;
}

/**
 * fetch with credentials; every answer that is not ok becomes an ApiProblem. What asks for password and code again is
 * repeated when they were given.
 */
export async function signedFetch(request: Request): Promise<Response> {
  let answer = await sendSigned(request);
  if (answer.ok) return answer;
  const problem = await problemOf(answer, nameOf(request));
  if (problem.code !== "step_up_required") throw problem;
  if (!(await askForProof())) throw reworded(problem, "Show first that it is you. Nothing was done.");
  answer = await sendSigned(request);
  if (!answer.ok) throw await problemOf(answer, nameOf(request));
  return answer;
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: signedFetch });

/** The body of an answer that is ok: signedFetch has thrown for any other. */
export async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
