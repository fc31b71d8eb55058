import { CloseButton, Flex, Text } from "@chakra-ui/react";
import { useEffect } from "react";
import { CheckIcon } from "../ui/icons";
import { proved, useProved } from "./proved";

/** What waited for the proof did not survive the way to the sign-in service. */
export function ProvedBanner({ pathname }: { pathname: string }) {
  const page = useProved();
  const away = page !== undefined && page !== pathname;
  useEffect(() => {
    if (away) proved(undefined);
  }, [away]);
  if (page === undefined || away) return null;
  return (
    <Flex
      as="section"
      aria-label="Confirmed"
      align="center"
      gap="3"
      px={{ base: "4", md: "8" }}
      py="2"
      bg="teal.subtle"
      color="teal.fg"
      borderBottomWidth="1px"
      borderColor="teal.muted"
    >
      <CheckIcon />
      <Text flex="1" minW="0" role="status">
        <b>It is confirmed that it is you.</b> What you were about to do was not done: do it once more. Nothing is asked
        for ten minutes.
      </Text>
      <CloseButton size="xs" color="inherit" aria-label="Close this" onClick={() => proved(undefined)} />
    </Flex>
  );
}
