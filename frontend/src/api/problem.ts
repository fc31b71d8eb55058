/** One member of what was sent that was not accepted. */
export interface FieldProblem {
  pointer: string; // "/scopes"
  detail: string;
}

/** What went wrong with a call, with what support needs to find it. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId: string | undefined,
    readonly call: string,
    readonly retryAfter?: number,
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(message);
  }
}

interface Members {
  code?: unknown;
  detail?: unknown;
  title?: unknown;
  request_id?: unknown;
  error?: unknown;
  error_description?: unknown;
  errors?: unknown;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function secondsIn(header: string | null): number | undefined {
  return header !== null && /^[0-9]{1,6}$/.test(header) ? parseInt(header, 10) : undefined;
}

function fieldsIn(errors: unknown): FieldProblem[] {
  if (!Array.isArray(errors)) return [];
  return (errors as { pointer?: unknown; detail?: unknown }[]).flatMap(({ pointer, detail }) => {
    const [at, about] = [text(pointer), text(detail)];
    return at !== undefined && about !== undefined ? [{ pointer: at, detail: about }] : [];
  });
}

/** What is wrong with this member of what was sent, and with what is inside of it. */
export function problemAt(problem: unknown, pointer: string): string | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  return problem.fields.find(({ pointer: at }) => at === pointer || at.startsWith(`${pointer}/`))?.detail;
}

export function hasCode(problem: unknown, ...codes: readonly string[]): boolean {
  return problem instanceof ApiProblem && codes.includes(problem.code);
}

/** From an answer that is not ok: RFC 9457, or the form of OAuth2's errors. */
export async function problemOf(answer: Response, call: string): Promise<ApiProblem> {
  let body: Members = {};
  try {
    body = (await answer.json()) as Members;
  } catch {
    // A proxy's page, or nothing: the status says enough.
  }
  return new ApiProblem(
    answer.status,
    text(body.code) ?? text(body.error) ?? "unknown",
    text(body.detail) ?? text(body.error_description) ?? text(body.title) ?? `The server answered ${answer.status}.`,
    answer.headers.get("X-Request-ID") ?? text(body.request_id),
    call,
    secondsIn(answer.headers.get("Retry-After")),
    fieldsIn(body.errors),
  );
}

/** The same problem in other words. */
export function reworded(problem: ApiProblem, words: string): ApiProblem {
  const { status, code, requestId, call, retryAfter, fields } = problem;
  return new ApiProblem(status, code, words, requestId, call, retryAfter, fields);
}

/** Of 429: `words`, and when to try again. */
export function withWait(problem: unknown, words: string): unknown {
  if (!(problem instanceof ApiProblem) || problem.status !== 429) return problem;
  return reworded(problem, `${words} Try again in ${problem.retryAfter ?? 60} seconds.`);
}

export function unreachable(call: string): ApiProblem {
  return new ApiProblem(
    0,
    "unreachable",
    "The server cannot be reached. Check the network, then try again.",
    undefined,
    call,
  );
}
