/** One member of what was sent that was not accepted. */
export interface FieldProblem {
  pointer: string; // "/scopes"
  detail: string;
  code?: string | undefined;
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
  return (errors as { pointer?: unknown; index?: unknown; detail?: unknown; code?: unknown }[]).flatMap((error) => {
    const place = typeof error.index === "number" ? `/${error.index}` : undefined;
    const [pointer, detail, code] = [text(error.pointer) ?? place, text(error.detail), text(error.code)];
    return pointer !== undefined && detail !== undefined ? [{ pointer, detail, code }] : [];
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

interface Answered {
  status: number;
  headers?: Headers;
}

function read(body: Members, { status, headers }: Answered, call: string): ApiProblem {
  return new ApiProblem(
    status,
    text(body.code) ?? text(body.error) ?? "unknown",
    text(body.detail) ?? text(body.error_description) ?? text(body.title) ?? `The server answered ${status}.`,
    headers?.get("X-Request-ID") ?? text(body.request_id),
    call,
    secondsIn(headers?.get("Retry-After") ?? null),
    fieldsIn(body.errors),
  );
}

/** From an answer that is not ok: RFC 9457, or the form of OAuth2's errors. */
export async function problemOf(answer: Response, call: string): Promise<ApiProblem> {
  let body: Members = {};
  try {
    body = (await answer.json()) as Members;
  } catch {
    // A proxy's page, or nothing: the status says enough.
  }
  return read(body, answer, call);
}

/** From a problem that is told in an answer that is ok: of a command that failed. */
export function toldProblem(body: object, call: string): ApiProblem {
  const { status } = body as { status?: unknown };
  return read(body, { status: typeof status === "number" ? status : 500 }, call);
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
