import { Button, Checkbox, Stack, Text } from "@chakra-ui/react";
import { type SubmitEvent, useState } from "react";
import { problemAt } from "../../api/problem";
import { AccountName } from "../../ui/AccountName";
import { TextField } from "../../ui/Field";
import { isShort, NewPasswordField } from "../session/NewPasswordField";

export interface NewPerson {
  name: string;
  password: string;
}

interface Props {
  email: string;
  busy: boolean;
  problem: unknown;
  send: (person: NewPerson) => Promise<void>;
}

/** An account for somebody who has none with this address. */
export function NewPersonForm({ email, busy, problem, send }: Props) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [visible, setVisible] = useState(false);
  const [tried, setTried] = useState(false);
  const nameless = name.trim() === "";

  function submit(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (!nameless && !isShort(password)) void send({ name: name.trim(), password });
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="4">
        <Text>This address has no account yet: your name and a password make one.</Text>
        <AccountName email={email} />
        <TextField
          label="Your name"
          required
          maxLength={100}
          autoComplete="name"
          autoFocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={tried && nameless ? "Your team sees you by it." : problemAt(problem, "/name")}
        />
        <NewPasswordField
          label="Password"
          type={visible ? "text" : "password"}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          tried={tried}
          refused={problemAt(problem, "/password")}
        />
        <Checkbox.Root size="sm" checked={visible} onCheckedChange={({ checked }) => setVisible(checked === true)}>
          <Checkbox.HiddenInput />
          <Checkbox.Control />
          <Checkbox.Label>Show what I type</Checkbox.Label>
        </Checkbox.Root>
        <Button type="submit" loading={busy}>
          Make the account and join
        </Button>
      </Stack>
    </form>
  );
}
