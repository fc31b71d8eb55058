import { Button, Flex } from "@chakra-ui/react";
import { type SubmitEvent, useState } from "react";
import { api } from "../../api/client";
import { problemAt } from "../../api/problem";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { learnAgain, type Person } from "../session/session";

export function Profile({ person }: { person: Person }) {
  const [name, setName] = useState(person.name);
  const action = useAction(async () => {
    await api.PATCH("/api/v1/users/me", { body: { name: name.trim() } });
    await learnAgain();
  });

  async function send(event: SubmitEvent) {
    event.preventDefault();
    if (await action.start()) say("Your name is kept.");
  }

  const inField = problemAt(action.problem, "/name");
  return (
    <Section title="Profile" about={`You sign in as ${person.email}.`}>
      <form onSubmit={(event) => void send(event)}>
        {action.problem !== undefined && inField === undefined && (
          <ProblemView title="The name was not kept" problem={action.problem} />
        )}
        <Flex gap="3" align="flex-end" wrap="wrap" maxW="xl">
          <Flex flex="1 1 14rem">
            <TextField
              label="Name"
              maxLength={100}
              autoComplete="name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={inField}
            />
          </Flex>
          <Button type="submit" size="md" variant="outline" loading={action.busy} disabled={name === person.name}>
            Keep
          </Button>
        </Flex>
      </form>
    </Section>
  );
}
