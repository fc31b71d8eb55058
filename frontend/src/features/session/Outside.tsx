import { Box, Flex, Heading, Link, Stack, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { Brand } from "../../ui/icons";
import { Panel } from "../../ui/Panel";

/** A page without the shell: for who is not signed in, or comes by a mail's link. */
export function Outside(props: { name: string; title: string; about: string; children: ReactNode }) {
  return (
    <Flex as="main" minH="100dvh" align="center" justify="center" p="4">
      <title>{`${props.name} · Weir`}</title>
      <Box w="full" maxW="sm">
        <Stack align="center" gap="2" mb="6">
          <Brand size="10" />
          <Heading as="h1" size="xl" textAlign="center" overflowWrap="anywhere">
            {props.title}
          </Heading>
          <Text color="fg.muted" textAlign="center">
            {props.about}
          </Text>
        </Stack>
        <Panel>{props.children}</Panel>
        <Text mt="6" textAlign="center" fontSize="xs" color="fg.muted">
          <Link href="/api/v1/openapi.json" textDecoration="underline">
            Interface description
          </Link>{" "}
          ·{" "}
          <Link href="/app/licences.txt" textDecoration="underline">
            Licences
          </Link>
        </Text>
      </Box>
    </Flex>
  );
}
