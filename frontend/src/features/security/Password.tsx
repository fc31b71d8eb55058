import { Button, Checkbox, SimpleGrid, Stack } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { api } from "../../api/client";
import { ApiProblem, problemAt, withWait } from "../../api/problem";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { isShort, NewPasswordField } from "../session/NewPasswordField";

export function Password({ email }: { email: string }) {
  const client = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [visible, setVisible] = useState(false);
  const [tried, setTried] = useState(false);
  const action = useAction(async () => {
    await api.POST("/api/v1/users/me/password", { body: { current_password: current, new_password: next } });
    await Promise.all(["sessions", "devices"].map((what) => client.invalidateQueries({ queryKey: [what] })));
  });
  const short = isShort(next);
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
            <ProblemView
              title="The password was not changed"
              problem={withWait(problem, "Too many wrong passwords of late.")}
            />
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
            <NewPasswordField
              label="New password"
              type={type}
              value={next}
              onChange={(event) => setNext(event.currentTarget.value)}
              tried={tried}
              refused={problemAt(problem, "/new_password")}
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
