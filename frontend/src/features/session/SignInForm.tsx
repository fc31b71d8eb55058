import { useState } from "react";
import { CodeForm } from "./CodeForm";
import { CredentialsForm, type Way } from "./CredentialsForm";

interface Props {
  way: Way;
  reason?: string | undefined; // why one has to sign in
  email?: string; // whose account it has to be
  /** Whether it is the code that is asked for now. */
  atCode?: (is: boolean) => void;
}

type Step =
  { is: "credentials"; typed?: string; reason?: string | undefined } | { is: "code"; typed: string; token: string };

/** In one step, or in two for who has a second factor. */
export function SignInForm({ way, reason, email, atCode }: Props) {
  const [step, setStep] = useState<Step>({ is: "credentials" });

  function go(next: Step) {
    setStep(next);
    atCode?.(next.is === "code");
  }

  if (step.is === "code") {
    return (
      <CodeForm
        token={step.token}
        email={step.typed}
        back={(why) => go({ is: "credentials", typed: step.typed, reason: why && `${why} Give your password again.` })}
        backText="Back to the password"
      />
    );
  }
  return (
    <CredentialsForm
      way={way}
      reason={step.reason ?? reason}
      email={email}
      typed={step.typed}
      codeAsked={(token, typed) => go({ is: "code", token, typed })}
    />
  );
}
