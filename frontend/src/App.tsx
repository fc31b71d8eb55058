import { ChakraProvider } from "@chakra-ui/react";
import { lazy, Suspense, useEffect } from "react";
import { useSession } from "./features/session/session";
import { SignIn } from "./features/session/SignIn";
import { useArrival } from "./shell/arrival";
import { system } from "./shell/system";
import { ErrorBoundary } from "./ui/ErrorBoundary";
import { Waiting } from "./ui/Waiting";

const loadSignedIn = () => import("./SignedIn");
const SignedIn = lazy(loadSignedIn);
const MailedPage = lazy(() => import("./features/mailed/MailedPage"));
const ReturnPage = lazy(() => import("./features/openid/ReturnPage"));

/** Without a session every address shows the sign-in, and itself afterwards; but for those that others lead to. */
function Gate() {
  const session = useSession();
  const arrival = useArrival();
  const out = session.state === "out";
  useEffect(() => {
    // While somebody types; a failure shows when it is needed.
    if (out) loadSignedIn().catch(() => undefined);
  }, [out]);
  if (session.state === "starting") return <Waiting />;
  if (arrival) {
    return (
      <Suspense fallback={<Waiting />}>
        {arrival.page === "oidc" ? (
          <ReturnPage answer={arrival.answer} session={session} />
        ) : (
          <MailedPage key={`${arrival.page} ${arrival.token}`} arrival={arrival} session={session} />
        )}
      </Suspense>
    );
  }
  if (session.state === "out") return <SignIn reason={session.reason} />;
  return (
    <Suspense fallback={<Waiting />}>
      <SignedIn session={session} />
    </Suspense>
  );
}

export function App() {
  return (
    <ChakraProvider value={system}>
      <ErrorBoundary place="portal">
        <Gate />
      </ErrorBoundary>
    </ChakraProvider>
  );
}
