import { Box, Flex, Heading, Text } from "@chakra-ui/react";
import { type ReactNode, useId } from "react";
import { Panel } from "./Panel";

/** One subject of a page that has several. */
export function Section(props: { title: string; about?: ReactNode; action?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <Panel as="section" aria-labelledby={id}>
      <Flex justify="space-between" align="flex-start" gap="3" wrap="wrap" mb="4">
        <Box flex="1" minW="48">
          <Heading as="h2" size="md" id={id}>
            {props.title}
          </Heading>
          {props.about !== undefined && (
            <Text color="fg.muted" maxW="2xl">
              {props.about}
            </Text>
          )}
        </Box>
        {props.action}
      </Flex>
      {props.children}
    </Panel>
  );
}
