import { Button, Stack, Text } from "@chakra-ui/react";
import { type SubmitEvent, useState } from "react";
import { api } from "../../api/client";
import { problemAt, withWait } from "../../api/problem";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { ProblemView } from "../../ui/ProblemView";
import { Outside } from "../session/Outside";
import { PlainLink } from "./PlainLink";

const back = (
  <Text textAlign="center">
    <PlainLink to="/app/">Back to the sign-in</PlainLink>
  </Text>
);

/** Asks for a mail. The answer is the same whether the address has an account or not. */
export function Forgot() {
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState<string>();
  const [tried, setTried] = useState(false);
  const action = useAction((to: string) => api.POST("/api/v1/auth/password/forgot", { body: { email: to } }));
  const wanted = email.trim();
  const inField = problemAt(action.problem, "/email");

  async function send(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (wanted !== "" && (await action.start(wanted))) setSent(wanted);
  }

  if (sent !== undefined) {
    return (
      <Outside name="Forgotten password" title="Look into your mail" about="The link in it sets a new password.">
        <Stack gap="4">
          <Stack gap="4" role="status">
            <Text overflowWrap="anywhere">
              If <b>{sent}</b> belongs to an account, a mail is on its way. Its link works once, within half an hour.
            </Text>
            <Text color="fg.muted">
              Nothing after some minutes? Look among the unwanted mail and check the address. Who asks often has to wait
              until the next mail is sent.
            </Text>
          </Stack>
          <Button variant="outline" colorPalette="gray" onClick={() => setSent(undefined)}>
            Use another address
          </Button>
          {back}
        </Stack>
      </Outside>
    );
  }
  return (
    <Outside name="Forgotten password" title="Forgot your password?" about="A mail brings a link that sets a new one.">
      <form onSubmit={(event) => void send(event)} noValidate>
        <Stack gap="4">
          {action.problem !== undefined && inField === undefined && (
            <ProblemView
              title="No mail was asked for"
              problem={withWait(action.problem, "Too many requests of late.")}
            />
          )}
          <TextField
            label="E-mail"
            required
            type="email"
            autoComplete="username"
            autoFocus
            maxLength={254}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={tried && wanted === "" ? "The address that you sign in with." : inField}
          />
          <Button type="submit" loading={action.busy}>
            Send the link
          </Button>
          {back}
        </Stack>
      </form>
    </Outside>
  );
}
