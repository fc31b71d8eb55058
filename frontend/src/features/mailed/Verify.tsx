import { Button, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { api } from "../../api/client";
import { withWait } from "../../api/problem";
import { useAction } from "../../ui/action";
import { ProblemView } from "../../ui/ProblemView";
import { Outside } from "../session/Outside";
import { learnAgain } from "../session/session";
import { leaveFor } from "../../shell/arrival";
import { WrongLink } from "./WrongLink";
import { wrongWithLink } from "./words";

/** By a click: a program that looks at links before a person does confirms nothing. */
export function Verify({ token, signedIn }: { token: string; signedIn: boolean }) {
  const [done, setDone] = useState(false);
  const action = useAction(() => api.POST("/api/v1/auth/email/confirm", { body: { token } }));

  async function confirm() {
    if (!(await action.start())) return;
    setDone(true);
    if (signedIn) learnAgain().catch(() => undefined);
  }

  const wrong = wrongWithLink("verify", action.problem);
  if (wrong) return <WrongLink wrong={wrong} />;
  if (done) {
    return (
      <Outside name="Address" title="Your address is confirmed" about="Thank you; that was all.">
        <Stack gap="4">
          <Text role="status">Mail about your account reaches you there.</Text>
          <Button onClick={() => leaveFor("/app/")}>{signedIn ? "Go to Weir" : "Go to the sign-in"}</Button>
        </Stack>
      </Outside>
    );
  }
  return (
    <Outside name="Address" title="Confirm your address" about="You have the mail, so the address is yours.">
      <Stack gap="4">
        {action.problem !== undefined && (
          <ProblemView title="The address is not confirmed" problem={withWait(action.problem, "Too many attempts.")} />
        )}
        <Text>If you did not ask for this mail, close this page: nothing happens then.</Text>
        <Button loading={action.busy} onClick={() => void confirm()}>
          Confirm my address
        </Button>
      </Stack>
    </Outside>
  );
}
