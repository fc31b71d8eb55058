import { Alert, Box, Button, HStack, Stack, Text } from "@chakra-ui/react";
import { ApiProblem } from "../api/problem";
import { CopyButton } from "./CopyButton";

/** What support needs to find this again. */
export function detailsOf(problem: unknown): string {
  const lines = [`time: ${new Date().toISOString()}`, `page: ${location.pathname}`];
  if (problem instanceof ApiProblem) {
    lines.push(
      `call: ${problem.call}`,
      `status: ${problem.status}`,
      `code: ${problem.code}`,
      `message: ${problem.message}`,
    );
    if (problem.requestId !== undefined) lines.push(`request id: ${problem.requestId}`);
  } else {
    lines.push(`error: ${problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem)}`);
  }
  return lines.join("\n");
}

function messageOf(problem: unknown): string {
  if (problem instanceof ApiProblem) return problem.message;
  return "Something on this page broke. That is a mistake of ours.";
}

/** An error in its place on the page: what happened, the request's id, what can be done. */
export function ProblemView({ problem, title, retry }: { problem: unknown; title: string; retry?: () => void }) {
  const requestId = problem instanceof ApiProblem ? problem.requestId : undefined;
  return (
    <Alert.Root status="error" alignItems="flex-start" rounded="lg">
      <Alert.Indicator />
      <Stack gap="2" flex="1" minW="0">
        <Alert.Title>{title}</Alert.Title>
        <Text overflowWrap="anywhere">{messageOf(problem)}</Text>
        {requestId !== undefined && (
          <Text fontSize="xs">
            Request id{" "}
            <Box as="code" fontFamily="mono" overflowWrap="anywhere">
              {requestId}
            </Box>
          </Text>
        )}
        <HStack wrap="wrap">
          {retry && (
            <Button size="sm" variant="outline" colorPalette="gray" onClick={retry}>
              Try again
            </Button>
          )}
          <CopyButton value={detailsOf(problem)} label="Copy details" text="Copy details" />
        </HStack>
      </Stack>
    </Alert.Root>
  );
}
