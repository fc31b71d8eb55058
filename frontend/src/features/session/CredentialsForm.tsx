import { Button, Field, Input, Stack, Text } from "@chakra-ui/react";
import { type SubmitEvent, useRef, useState } from "react";
import { ApiProblem, reworded, withWait } from "../../api/problem";
import { CodeAsked } from "../../api/token";
import { ProblemView } from "../../ui/ProblemView";
import { enterWithKey, enterWithPassword } from "./session";

export type Way = "password" | "key";

function wrongWords(problem: unknown, way: Way): unknown {
  if (!(problem instanceof ApiProblem)) return problem;
  const { status } = problem;
  const say = (text: string) => reworded(problem, text);
  if (way === "password" && status === 404) return say("This server has no sign-in by password yet. Use an API key.");
  if (way === "password" && status === 400) return say("E-mail and password do not fit together.");
  if (status === 401)
    return say(
      way === "key" ? "This key is not known, or is not valid any more." : "E-mail and password do not fit together.",
    );
  return withWait(problem, "Too many attempts.");
}

interface Props {
  way: Way;
  reason: string | undefined; // why one has to sign in
  email: string | undefined; // whose account it has to be
  typed: string | undefined; // who it was before a code was asked for
  codeAsked: (token: string, email: string) => void;
}

export function CredentialsForm({ way, reason, email, typed, codeAsked }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const form = useRef<HTMLFormElement>(null);
  const known = email ?? typed;

  async function enter(event: SubmitEvent) {
    event.preventDefault();
    const fields = new FormData(form.current ?? undefined);
    const text = (name: string) => (fields.get(name) as string | null) ?? "";
    setBusy(true);
    setProblem(undefined);
    try {
      if (way === "key") await enterWithKey(text("key").trim());
      else await enterWithPassword(text("username").trim(), text("password"));
    } catch (failed) {
      if (failed instanceof CodeAsked) {
        codeAsked(failed.token, text("username").trim());
        return;
      }
      setProblem(wrongWords(failed, way));
      setBusy(false);
    }
  }

  return (
    <form ref={form} onSubmit={(event) => void enter(event)}>
      <Stack gap="4">
        {reason !== undefined && problem === undefined && <Text role="status">{reason}</Text>}
        {problem !== undefined && <ProblemView title="You are not signed in" problem={problem} />}
        {way === "password" ? (
          <>
            <Field.Root required readOnly={email !== undefined}>
              <Field.Label>E-mail</Field.Label>
              <Input
                name="username"
                type="email"
                autoComplete="username"
                defaultValue={known}
                autoFocus={known === undefined}
              />
            </Field.Root>
            <Field.Root required>
              <Field.Label>Password</Field.Label>
              <Input name="password" type="password" autoComplete="current-password" autoFocus={known !== undefined} />
            </Field.Root>
          </>
        ) : (
          <Field.Root required>
            <Field.Label>API key</Field.Label>
            <Input name="key" type="password" autoComplete="off" spellCheck={false} autoFocus fontFamily="mono" />
            <Field.HelperText>
              A key with the scope <code>query</code>. It stays in the memory of this page: reloading forgets it.
            </Field.HelperText>
          </Field.Root>
        )}
        <Button type="submit" loading={busy} loadingText="Signing in">
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
