import { Badge, Button, HStack, Stack, Text } from "@chakra-ui/react";
import { useEffect, useState } from "react";
import { api } from "../../api/client";
import { withWait } from "../../api/problem";
import { useAction } from "../../ui/action";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { learnAgain, type Person } from "../session/session";

/** Who comes back from the mail sees at once that it worked. */
function useLookAgain(wanted: boolean) {
  useEffect(() => {
    if (!wanted) return;
    const look = () => void learnAgain().catch(() => undefined);
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [wanted]);
}

export function Address({ person: { email, email_verified } }: { person: Person }) {
  const [sent, setSent] = useState(false);
  const action = useAction(() => api.POST("/api/v1/users/me/email/verify"));
  useLookAgain(sent && !email_verified);

  async function send() {
    if (!(await action.start())) return;
    setSent(true);
    say(`A mail to ${email} is on its way.`);
  }

  return (
    <Section title="E-mail address" about="You sign in with it, and mail about your account goes there.">
      <Stack gap="4" align="flex-start">
        <HStack gap="2" wrap="wrap">
          <Text fontWeight="medium" overflowWrap="anywhere">
            {email}
          </Text>
          <Badge variant="surface" colorPalette={email_verified ? "green" : "orange"}>
            {email_verified ? "confirmed" : "not confirmed"}
          </Badge>
        </HStack>
        {!email_verified && (
          <>
            {action.problem !== undefined && (
              <ProblemView
                title="No mail was sent"
                problem={withWait(action.problem, "So many mails were asked for lately.")}
              />
            )}
            <Text color="fg.muted">
              {sent
                ? "The link in the mail works once, within a day. Nothing after some minutes? Look among the unwanted mail."
                : "A mail brings a link that shows that the address is yours."}
            </Text>
            <Button size="sm" variant="outline" loading={action.busy} onClick={() => void send()}>
              {sent ? "Send again" : "Send the mail"}
            </Button>
          </>
        )}
      </Stack>
    </Section>
  );
}
