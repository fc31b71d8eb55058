import { Box, Button, Field, Flex, Heading, Input, Link, Separator, Stack, Text } from "@chakra-ui/react";
import { type SubmitEvent, useRef, useState } from "react";
import { ApiProblem } from "../../api/problem";
import { Brand } from "../../ui/icons";
import { Panel } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { enterWithKey, enterWithPassword } from "./session";

type Way = "password" | "key";

function wrongWords(problem: unknown, way: Way): ApiProblem | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  const { status, requestId, call } = problem;
  const say = (text: string) => new ApiProblem(status, problem.code, text, requestId, call);
  if (way === "password" && status === 404) return say("This server has no sign-in by password yet. Use an API key.");
  if (way === "password" && status === 400) return say("E-mail and password do not fit together.");
  if (status === 401)
    return say(
      way === "key" ? "This key is not known, or is not valid any more." : "E-mail and password do not fit together.",
    );
  if (status === 429) return say(`Too many attempts. Try again in ${problem.retryAfter ?? 60} seconds.`);
  return problem;
}

export function SignIn({ reason }: { reason?: string | undefined }) {
  const [way, setWay] = useState<Way>("password");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const form = useRef<HTMLFormElement>(null);

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
      setProblem(wrongWords(failed, way) ?? failed);
      setBusy(false);
    }
  }

  function change(to: Way) {
    setWay(to);
    setProblem(undefined);
  }

  return (
    <Flex as="main" minH="100dvh" align="center" justify="center" p="4">
      <title>Sign in · Weir</title>
      <Box w="full" maxW="sm">
        <Stack align="center" gap="2" mb="6">
          <Brand size="10" />
          <Heading as="h1" size="xl">
            Sign in to Weir
          </Heading>
          <Text color="fg.muted" textAlign="center">
            {way === "password" ? "See what you use, to the last event." : "For operators and for trying things out."}
          </Text>
        </Stack>
        <Panel>
          <form ref={form} onSubmit={(event) => void enter(event)}>
            <Stack gap="4">
              {reason !== undefined && problem === undefined && <Text role="status">{reason}</Text>}
              {problem !== undefined && <ProblemView title="You are not signed in" problem={problem} />}
              {way === "password" ? (
                <>
                  <Field.Root required>
                    <Field.Label>E-mail</Field.Label>
                    <Input name="username" type="email" autoComplete="username" autoFocus />
                  </Field.Root>
                  <Field.Root required>
                    <Field.Label>Password</Field.Label>
                    <Input name="password" type="password" autoComplete="current-password" />
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
              <Flex align="center" gap="3">
                <Separator flex="1" />
                <Text color="fg.muted" fontSize="xs">
                  or
                </Text>
                <Separator flex="1" />
              </Flex>
              <Button
                type="button"
                variant="outline"
                colorPalette="gray"
                onClick={() => change(way === "password" ? "key" : "password")}
              >
                {way === "password" ? "Use an API key" : "Use e-mail and password"}
              </Button>
            </Stack>
          </form>
        </Panel>
        <Text mt="6" textAlign="center" fontSize="xs" color="fg.muted">
          <Link href="/api/v1/openapi.json" textDecoration="underline">
            Interface description
          </Link>{" "}
          ·{" "}
          <Link href="/app/licences.txt" textDecoration="underline">
            Licences
          </Link>
        </Text>
      </Box>
    </Flex>
  );
}
