import { Flex, Separator, Text } from "@chakra-ui/react";

/** Between what can be done one way or another. */
export function Or() {
  return (
    <Flex align="center" gap="3">
      <Separator flex="1" />
      <Text color="fg.muted" fontSize="xs">
        or
      </Text>
      <Separator flex="1" />
    </Flex>
  );
}
