import { Box, Flex } from "@chakra-ui/react";
import { CopyButton } from "./CopyButton";

/** Something that is copied elsewhere. */
export function Id({ value, label }: { value: string; label: string }) {
  return (
    <Flex as="span" display="inline-flex" align="center" gap="1" maxW="full">
      <Box as="code" fontFamily="mono" fontSize="xs" overflowWrap="anywhere">
        {value}
      </Box>
      <CopyButton value={value} label={`Copy ${label}`} />
    </Flex>
  );
}
