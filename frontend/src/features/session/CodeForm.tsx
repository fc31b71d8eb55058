import { Button, Checkbox, Stack } from "@chakra-ui/react";
import { type SubmitEvent, useState } from "react";
import { hasCode, withWait } from "../../api/problem";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { ProblemView } from "../../ui/ProblemView";
import { CodeField } from "../factor/CodeField";
import { refusedCode, writtenCode, wrongWithCode } from "../factor/codes";
import { enterWithCode } from "./session";

const over = "It took too long, or too many codes were wrong. Give your password again.";
const most_name_bytes = 100;

interface Props {
  token: string; // of the right password
  email: string;
  /** To the password, and why. */
  back: (why?: string) => void;
}

/** The second step of who has a second factor. */
export function CodeForm({ token, email, back }: Props) {
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState("");
  const [trusted, setTrusted] = useState(false);
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const wrong = wrongWithCode(code, recovery);
  const called = name.trim();
  const tooLong = new TextEncoder().encode(called).length > most_name_bytes;
  const action = useAction(async () => {
    try {
      await enterWithCode({ token, code: writtenCode(code, recovery), trust: trusted ? { name: called } : undefined });
    } catch (failed) {
      if (!hasCode(failed, "invalid_grant")) throw failed;
      back(over);
    }
  });
  const refused = hasCode(action.problem, "mfa_code_wrong");

  async function send(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (wrong !== undefined || (trusted && tooLong)) return;
    await action.start();
  }

  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      <Stack gap="4">
        {action.problem !== undefined && !refused && (
          <ProblemView
            title="You are not signed in"
            problem={withWait(action.problem, "Too many wrong codes of late.")}
          />
        )}
        {/* So that a password manager knows whose it is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <CodeField
          autoFocus
          value={code}
          onChange={setCode}
          recovery={recovery}
          onRecovery={(next) => {
            setRecovery(next);
            setTried(false);
          }}
          error={tried ? (wrong ?? (refused ? refusedCode(recovery) : undefined)) : undefined}
        />
        <Checkbox.Root checked={trusted} onCheckedChange={({ checked }) => setTrusted(checked === true)}>
          <Checkbox.HiddenInput />
          <Checkbox.Control />
          <Checkbox.Label>Trust this device for 30 days</Checkbox.Label>
        </Checkbox.Root>
        {trusted && (
          <TextField
            label="Name of this device"
            maxLength={most_name_bytes}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            help="You see it among your trusted devices. No code is asked for here meanwhile: for a device that is yours alone."
            error={tooLong ? "This name is too long." : undefined}
          />
        )}
        <Button type="submit" loading={action.busy} loadingText="Signing in">
          Sign in
        </Button>
        <Button type="button" variant="outline" colorPalette="gray" onClick={() => back()}>
          Back to the password
        </Button>
      </Stack>
    </form>
  );
}
