import { Button, Checkbox, Stack } from "@chakra-ui/react";
import { type SubmitEvent, useState } from "react";
import { hasCode, withWait } from "../../api/problem";
import { AccountName } from "../../ui/AccountName";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { ProblemView } from "../../ui/ProblemView";
import { CodeField } from "../factor/CodeField";
import { refusedCode, writtenCode, wrongWithCode } from "../factor/codes";
import { failed } from "../openid/words";
import { enterWithCode } from "./session";

const over = "It took too long, or too many codes were wrong.";
const most_name_bytes = 100;

interface Props {
  token: string; // of the right password, or of the sign-in service
  /** Whose code it is, as far as that is known. */
  email?: string;
  /** A session goes on: its device is not trusted for that, nor signed in. */
  stepsUp?: boolean;
  /** To where the token came from, and why. */
  back: (why?: string) => void;
  backText: string;
  done?: () => void;
}

/** The second step of who has a second factor. */
export function CodeForm({ token, email, stepsUp = false, back, backText, done }: Props) {
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
      done?.();
    } catch (problem) {
      if (!hasCode(problem, "invalid_grant")) throw problem;
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
            title={failed[stepsUp ? "step up" : "sign in"]}
            problem={withWait(action.problem, "Too many wrong codes of late.")}
          />
        )}
        {email !== undefined && <AccountName email={email} />}
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
        {!stepsUp && (
          <Checkbox.Root checked={trusted} onCheckedChange={({ checked }) => setTrusted(checked === true)}>
            <Checkbox.HiddenInput />
            <Checkbox.Control />
            <Checkbox.Label>Trust this device for 30 days</Checkbox.Label>
          </Checkbox.Root>
        )}
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
        <Button type="submit" loading={action.busy} loadingText={stepsUp ? "Going on" : "Signing in"}>
          {stepsUp ? "Go on" : "Sign in"}
        </Button>
        <Button type="button" variant="outline" colorPalette="gray" onClick={() => back()}>
          {backText}
        </Button>
      </Stack>
    </form>
  );
}
