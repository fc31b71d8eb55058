import { Box, type BoxProps, Flex, Heading, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";

export function Panel(props: BoxProps) {
  return <Box bg="bg.panel" borderWidth="1px" rounded="lg" p={{ base: "4", md: "5" }} minW="0" {...props} />;
}

/** The head of every page: its one h1, what it is for, and what can be done. */
export function PageHead({ title, about, children }: { title: string; about: string; children?: ReactNode }) {
  return (
    <Flex justify="space-between" align="flex-start" gap="3" wrap="wrap" mb="5">
      <Box>
        <Heading as="h1" size="xl" letterSpacing="tight">
          {title}
        </Heading>
        <Text color="fg.muted">{about}</Text>
      </Box>
      {children}
    </Flex>
  );
}
