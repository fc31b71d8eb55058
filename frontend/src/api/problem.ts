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
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function secondsIn(header: string | null): number | undefined {
  return header !== null && /^[0-9]{1,6}$/.test(header) ? parseInt(header, 10) : undefined;
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
  );
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
