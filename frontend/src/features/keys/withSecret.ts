import { ApiProblem } from "../../api/problem";
import type { ApiKey, NewKey } from "./keys";

/** Throws when the first answer was lost on its way: a repetition does not have the secret. */
export function withSecret(key: ApiKey | NewKey, call: string): NewKey {
  if ("secret" in key) return key;
  throw new ApiProblem(
    201,
    "secret_not_shown_again",
    "An earlier attempt has made this key, and its secret is not shown again. Revoke it and make another one.",
    undefined,
    call,
  );
}
