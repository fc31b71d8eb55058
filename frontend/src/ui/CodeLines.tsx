import { Box, Flex } from "@chakra-ui/react";
import { CopyButton } from "./CopyButton";

/** Lines to be pasted somewhere, with a button that copies them. */
export function CodeLines({ text, label }: { text: string; label: string }) {
  return (
    <Box borderWidth="1px" rounded="md" bg="bg.subtle" textAlign="start" w="full" minW="0">
      <Flex justify="space-between" align="center" borderBottomWidth="1px" ps="3" pe="1" py="1">
        <Box color="fg.muted" fontSize="xs">
          {label}
        </Box>
        <CopyButton value={text} label={`Copy: ${label}`} text="Copy" size="xs" variant="ghost" />
      </Flex>
      <Box
        as="pre"
        p="3"
        overflowX="auto"
        fontFamily="mono"
        fontSize="xs"
        lineHeight="1.6"
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        {text}
      </Box>
    </Box>
  );
}
