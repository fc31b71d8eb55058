import { Stack, Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api } from "../api/client";
import { hasCode, withWait } from "../api/problem";
import { settleProof, useProofAsked } from "../api/proof";
import { CodeField } from "../features/factor/CodeField";
import { refusedCode, writtenCode, wrongWithCode } from "../features/factor/codes";
import { factor } from "../features/factor/factor";
import { useOwnIssuer } from "../features/openid/identities";
import { nameOf } from "../features/openid/issuer";
import { here, setOut } from "../features/openid/trip";
import { refusedToBegin } from "../features/openid/words";
import { AccountName } from "../ui/AccountName";
import { useAction } from "../ui/action";
import { TextField } from "../ui/Field";
import { FormModal } from "../ui/FormModal";
import { Or } from "../ui/Or";
import { ProblemView } from "../ui/ProblemView";
import { WideButton } from "../ui/WideButton";

/** Above whatever is open: some operations ask for all that proves a person again. */
export function StepUp({ email }: { email: string }) {
  return useProofAsked() ? <Dialog email={email} /> : null;
}

function Dialog({ email }: { email: string }) {
  const client = useQueryClient();
  const first = useRef<HTMLInputElement>(null);
  const known = useQuery(factor);
  const issuer = useOwnIssuer();
  const [told, setTold] = useState(false); // by the server: a code is needed
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [recovery, setRecovery] = useState(false);
  const [tried, setTried] = useState(false);
  const coded = told || known.data?.enabled === true;
  const wrongCode = coded ? wrongWithCode(code, recovery) : undefined;
  const action = useAction(async () => {
    const given = coded ? { password, code: writtenCode(code, recovery) } : { password };
    try {
      await api.POST("/api/v1/auth/step-up", { body: given });
    } catch (failed) {
      if (hasCode(failed, "mfa_code_required")) setTold(true);
      throw failed;
    }
    if (recovery) void client.invalidateQueries({ queryKey: factor.queryKey });
  });
  const atPassword = hasCode(action.problem, "password_wrong");
  const atCode = hasCode(action.problem, "mfa_code_wrong", "mfa_code_required");

  function codeError(): string | undefined {
    if (hasCode(action.problem, "mfa_code_required") && code === "")
      return "Your second factor is on: give a code too.";
    if (!tried) return undefined;
    return wrongCode ?? (hasCode(action.problem, "mfa_code_wrong") ? refusedCode(recovery) : undefined);
  }

  async function send() {
    setTried(true);
    if (password === "" || wrongCode !== undefined) return;
    if (await action.start()) settleProof(true);
  }

  return (
    <FormModal
      title="Show that it is you"
      act="Go on"
      busy={action.busy}
      send={() => void send()}
      close={() => settleProof(false)}
      size="sm"
      first={first}
      ready={!known.isPending}
    >
      <Text>
        Give your password again{issuer !== undefined && <>, or confirm at {nameOf(issuer)}</>}, so that nobody does
        this who only finds the page open. Then nothing is asked for ten minutes.
      </Text>
      {action.problem !== undefined && !atPassword && !atCode && (
        <ProblemView
          title="It was not accepted"
          problem={withWait(action.problem, "Too many wrong passwords or codes of late.")}
        />
      )}
      <AccountName email={email} />
      <TextField
        ref={first}
        label="Password"
        required
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={
          tried && password === "" ? "Your password is needed." : atPassword ? "This is not your password." : undefined
        }
      />
      {coded && (
        <CodeField value={code} onChange={setCode} recovery={recovery} onRecovery={setRecovery} error={codeError()} />
      )}
      {issuer !== undefined && <ConfirmThere issuer={issuer} />}
    </FormModal>
  );
}

/** The page goes, and the request that waits with it. */
function ConfirmThere({ issuer }: { issuer: string }) {
  const at = nameOf(issuer);
  const action = useAction(() => setOut({ why: "step up", to: here(), issuer }));
  return (
    <Stack gap="3">
      <Or />
      {action.problem !== undefined && (
        <ProblemView
          title="You are still here"
          problem={withWait(refusedToBegin(action.problem, at), "Too many requests of late.")}
        />
      )}
      <WideButton loading={action.busy} loadingText={`Going to ${at}`} onClick={() => void action.start()}>
        Confirm at {at}
      </WideButton>
      <Text color="fg.muted" fontSize="xs">
        You sign in there again and come back to this page. What you were about to do is not done by that: do it once
        more then.
      </Text>
    </Stack>
  );
}
