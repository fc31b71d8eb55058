import { Button, Checkbox, SimpleGrid, Stack } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { api } from "../../api/client";
import { ApiProblem, problemAt } from "../../api/problem";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";

const least_characters = 12;

function wrongWords(problem: unknown): unknown {
  if (!(problem instanceof ApiProblem) || problem.status !== 429) return problem;
  const text = `Too many wrong passwords of late. Try again in ${problem.retryAfter ?? 60} seconds.`;
  return new ApiProblem(problem.status, problem.code, text, problem.requestId, problem.call);
}

export function Password({ email }: { email: string }) {
  const client = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [visible, setVisible] = useState(false);
  const [tried, setTried] = useState(false);
  const action = useAction(async () => {
    await api.POST("/api/v1/users/me/password", { body: { current_password: current, new_password: next } });
    await client.invalidateQueries({ queryKey: ["sessions"] });
  });
  // Characters, not the units of a string.
  const length = Array.from(next).length;
  const short = length < least_characters;
  const type = visible ? "text" : "password";
  const { problem } = action;
  const refused = problem instanceof ApiProblem && problem.code === "password_wrong";

  async function send(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (current === "" || short || !(await action.start())) return;
    setCurrent("");
    setNext("");
    setTried(false);
    say("Your password is changed. All other sessions have ended.");
  }

  return (
    <Section title="Password" about="A new one ends what goes on with the old one, on every other device.">
      <form onSubmit={(event) => void send(event)} noValidate>
        <Stack gap="4" align="flex-start">
          {problem !== undefined && !refused && problemAt(problem, "/new_password") === undefined && (
            <ProblemView title="The password was not changed" problem={wrongWords(problem)} />
          )}
          {/* So that a password manager knows whose it is. */}
          <input type="email" autoComplete="username" value={email} readOnly hidden />
          <SimpleGrid columns={{ base: 1, md: 2 }} gap="4" w="full" maxW="3xl">
            <TextField
              label="Current password"
              required
              type={type}
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.currentTarget.value)}
              error={
                refused
                  ? "This is not your current password."
                  : tried && current === ""
                    ? "Needed, so that nobody else changes it."
                    : undefined
              }
            />
            <TextField
              label="New password"
              required
              type={type}
              autoComplete="new-password"
              value={next}
              onChange={(event) => setNext(event.currentTarget.value)}
              help="12 characters or more, and not your address. Some words in a row are fine."
              error={
                tried && short ? `12 characters or more; these are ${length}.` : problemAt(problem, "/new_password")
              }
            />
          </SimpleGrid>
          <Checkbox.Root size="sm" checked={visible} onCheckedChange={({ checked }) => setVisible(checked === true)}>
            <Checkbox.HiddenInput />
            <Checkbox.Control />
            <Checkbox.Label>Show what I type</Checkbox.Label>
          </Checkbox.Root>
          <Button type="submit" size="sm" loading={action.busy}>
            Change password
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
