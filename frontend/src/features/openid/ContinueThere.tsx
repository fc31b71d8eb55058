import { Button, Flex, Stack, Text } from "@chakra-ui/react";
import { withWait } from "../../api/problem";
import { useAction } from "../../ui/action";
import { Or } from "../../ui/Or";
import { ProblemView } from "../../ui/ProblemView";
import { WideButton } from "../../ui/WideButton";
import { nameOf, useIssuer } from "./issuer";
import { here, pageOf, setOut } from "./trip";
import { refusedToBegin } from "./words";

interface Props {
  /** Where one goes afterwards; without it to the page that is asked for. */
  to?: string;
  /** What is said about it. */
  about?: string;
  /** There is a way above it. */
  or?: boolean;
}

/** For who signs in by another service; nothing where nobody does. */
export function ContinueThere({ to, about, or = false }: Props) {
  const { issuer, failed, ask } = useIssuer();
  const action = useAction(() => setOut({ why: "sign in", to: pageOf(to ?? here()), issuer: issuer ?? "" }));
  if (failed) {
    return (
      <Flex justify="center" align="baseline" columnGap="2" wrap="wrap" role="status">
        <Text color="fg.muted">Other ways to sign in could not be loaded.</Text>
        <Button variant="plain" size="sm" px="0" h="auto" minH="6" color="fg" textDecoration="underline" onClick={ask}>
          Try again
        </Button>
      </Flex>
    );
  }
  if (!issuer) return null;
  const at = nameOf(issuer);
  return (
    <Stack gap="2">
      {or && <Or />}
      {action.problem !== undefined && (
        <ProblemView
          title="You are not signed in"
          problem={withWait(refusedToBegin(action.problem, at), "Too many attempts.")}
        />
      )}
      <WideButton loading={action.busy} loadingText={`Going to ${at}`} onClick={() => void action.start()}>
        Continue with {at}
      </WideButton>
      {about !== undefined && (
        <Text color="fg.muted" fontSize="xs">
          {about}
        </Text>
      )}
    </Stack>
  );
}
