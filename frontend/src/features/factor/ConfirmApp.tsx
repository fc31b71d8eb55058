import { Box, Center, Link, Skeleton, Stack, Text } from "@chakra-ui/react";
import { lazy, Suspense, useRef, useState } from "react";
import { api, body } from "../../api/client";
import { ApiProblem, hasCode, reworded, withWait } from "../../api/problem";
import { useAction } from "../../ui/action";
import { CopyButton } from "../../ui/CopyButton";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { CodeField } from "./CodeField";
import { inGroups, refusedCode, writtenCode, wrongWithCode } from "./codes";
import type { AppSecret } from "./factor";

function NoQrCode() {
  return <Text role="status">The QR code could not be loaded: use the secret itself.</Text>;
}

// Without it the secret can still be typed.
const QrCode = lazy(() => import("./QrCode").catch(() => ({ default: NoQrCode })));

/** In the words of who is in the middle of it. */
function inWords(problem: unknown): unknown {
  if (problem instanceof ApiProblem && problem.code === "mfa_not_begun")
    return reworded(problem, "It was begun anew somewhere else meanwhile. Close this and begin again.");
  return withWait(problem, "Too many wrong codes of late.");
}

interface Props {
  secret: AppSecret;
  confirmed: (codes: readonly string[]) => void;
  close: () => void;
}

/** Hands the secret to an app; a code of it shows that it has arrived. */
export function ConfirmApp({ secret: { secret, otpauth_uri }, confirmed, close }: Props) {
  const first = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const wrong = wrongWithCode(code, false);
  const action = useAction(async () => {
    const answer = await body(
      api.POST("/api/v1/users/me/mfa/totp/confirm", { body: { code: writtenCode(code, false) } }),
    );
    confirmed(answer.recovery_codes);
  });
  const refused = hasCode(action.problem, "mfa_code_wrong");

  async function send() {
    setTried(true);
    if (wrong === undefined) await action.start();
  }

  return (
    <FormModal
      title="Set up your second factor"
      act="Switch it on"
      busy={action.busy}
      send={() => void send()}
      close={close}
      first={first}
    >
      <Text>
        Scan this with an authenticator app on your phone, or with a password manager that makes codes. It then shows
        six digits, others every half a minute.
      </Text>
      <Center>
        <Suspense fallback={<Skeleton boxSize="52" aria-busy="true" />}>
          <QrCode text={otpauth_uri} label="QR code of the secret below" />
        </Suspense>
      </Center>
      <Stack gap="1">
        <Text color="fg.muted">No camera? Type the secret into the app, or copy it:</Text>
        <Stack direction="row" align="center" gap="1">
          <Box as="code" fontFamily="mono" overflowWrap="anywhere" data-testid="secret">
            {inGroups(secret)}
          </Box>
          <CopyButton value={secret} label="Copy the secret" />
        </Stack>
        <Text>
          <Link href={otpauth_uri} textDecoration="underline">
            Open it in an app on this device
          </Link>
        </Text>
      </Stack>
      {action.problem !== undefined && !refused && (
        <ProblemView title="The second factor is not on" problem={inWords(action.problem)} />
      )}
      <CodeField
        ref={first}
        value={code}
        onChange={setCode}
        recovery={false}
        error={tried ? (wrong ?? (refused ? refusedCode(false) : undefined)) : undefined}
      />
    </FormModal>
  );
}
