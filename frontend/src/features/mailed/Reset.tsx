import { Button, Checkbox, Stack, Text } from "@chakra-ui/react";
import { type SubmitEvent, useState } from "react";
import { api } from "../../api/client";
import { problemAt, withWait } from "../../api/problem";
import { useAction } from "../../ui/action";
import { ProblemView } from "../../ui/ProblemView";
import { isShort, NewPasswordField } from "../session/NewPasswordField";
import { Outside } from "../session/Outside";
import { learnAgain } from "../session/session";
import { leaveFor } from "../../shell/arrival";
import { WrongLink } from "./WrongLink";
import { wrongWithLink } from "./words";

export function Reset({ token, signedIn }: { token: string; signedIn: boolean }) {
  const [password, setPassword] = useState("");
  const [visible, setVisible] = useState(false);
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState(false);
  const action = useAction(() => api.POST("/api/v1/auth/password/reset", { body: { token, new_password: password } }));
  const refused = problemAt(action.problem, "/new_password");

  async function send(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (isShort(password) || !(await action.start())) return;
    setPassword("");
    setDone(true);
    // A session of this account that was going on here has ended: that shows when it is asked for.
    if (signedIn) learnAgain().catch(() => undefined);
  }

  const wrong = wrongWithLink("reset", action.problem);
  if (wrong) return <WrongLink wrong={wrong} />;
  if (done) {
    return (
      <Outside name="New password" title="Your password is new" about="The old one does not work any more.">
        <Stack gap="4">
          <Text role="status">
            All sessions of your account have ended, on every device. Sign in with the new password.
          </Text>
          <Button onClick={() => leaveFor("/app/")}>Go to the sign-in</Button>
        </Stack>
      </Outside>
    );
  }
  return (
    <Outside name="New password" title="Set a new password" about="It ends every session of your account.">
      <form onSubmit={(event) => void send(event)} noValidate>
        <Stack gap="4">
          {action.problem !== undefined && refused === undefined && (
            <ProblemView
              title="The password was not changed"
              problem={withWait(action.problem, "Too many attempts.")}
            />
          )}
          <NewPasswordField
            label="New password"
            type={visible ? "text" : "password"}
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            tried={tried}
            refused={refused}
          />
          <Checkbox.Root size="sm" checked={visible} onCheckedChange={({ checked }) => setVisible(checked === true)}>
            <Checkbox.HiddenInput />
            <Checkbox.Control />
            <Checkbox.Label>Show what I type</Checkbox.Label>
          </Checkbox.Root>
          <Button type="submit" loading={action.busy}>
            Set the password
          </Button>
        </Stack>
      </form>
    </Outside>
  );
}
