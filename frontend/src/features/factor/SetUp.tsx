import { Button, Stack } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { api, body } from "../../api/client";
import { hasCode, withWait } from "../../api/problem";
import { useAction } from "../../ui/action";
import { ProblemView } from "../../ui/ProblemView";
import { useEnrollment } from "./enrollment";
import { factor } from "./factor";

/** Begins the second factor; its dialog does the rest. */
export function SetUp() {
  const client = useQueryClient();
  const { begin } = useEnrollment();
  const action = useAction(async () => {
    try {
      begin(await body(api.POST("/api/v1/users/me/mfa/totp")));
    } catch (failed) {
      // On another device, meanwhile.
      if (hasCode(failed, "mfa_already_enabled")) await client.invalidateQueries({ queryKey: factor.queryKey });
      throw failed;
    }
  });
  return (
    <Stack gap="4" align="flex-start">
      {action.problem !== undefined && (
        <ProblemView
          title="The second factor was not set up"
          problem={withWait(action.problem, "Too many requests of late.")}
        />
      )}
      <Button loading={action.busy} onClick={() => void action.start()}>
        Set up the second factor
      </Button>
    </Stack>
  );
}
