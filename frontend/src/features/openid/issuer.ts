// The sign-in service, if people sign in by one here.
import { useEffect, useState } from "react";
import { api, body } from "../../api/client";

export const askMethods = (signal: AbortSignal) => body(api.GET("/api/v1/auth/methods", { signal }));

/** "https://sign-in.example.com/realms/acme" is called by its host. */
export function nameOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}

/** One host may be several services. */
export function isMoreThanItsHost(issuer: string): boolean {
  return URL.canParse(issuer) && new URL(issuer).pathname !== "/";
}

/** For pages without a session. Undefined: not known yet; null: there is none. */
export function useIssuer() {
  const [issuer, setIssuer] = useState<string | null>();
  const [failed, setFailed] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const asking = new AbortController();
    askMethods(asking.signal)
      .then(({ oidc }) => setIssuer(oidc?.issuer ?? null))
      .catch(() => {
        if (!asking.signal.aborted) setFailed(true);
      });
    return () => asking.abort();
  }, [turn]);
  const ask = () => {
    setFailed(false);
    setTurn(turn + 1);
  };
  return { issuer, failed, ask };
}
