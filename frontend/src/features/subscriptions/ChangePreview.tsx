import { Alert, Badge, Box, Flex, Heading, Skeleton, Stack, Text } from "@chakra-ui/react";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { ApiProblem } from "../../api/problem";
import { instantWords } from "../../ui/Instant";
import { ProblemView } from "../../ui/ProblemView";
import { Amounts } from "../invoices/parts";
import { lineName, parkedWords, spanWords } from "../invoices/words";
import { comparedRows, type Differing, differenceWords, differing, hasTaxes, type Preview } from "./preview";
import { inZone } from "./words";

const lines_most = 20;

interface Props {
  asked: UseQueryResult<Preview>;
  /** Everything that it follows from is chosen. */
  ready: boolean;
  zone: string;
}

/** In a dialog that changes what is billed: what comes of it, before somebody says yes. */
export function ChangePreview({ asked, ready, zone }: Props) {
  const id = useId();
  return (
    <Box as="section" aria-labelledby={id} borderWidth="1px" rounded="lg" p="4">
      <Stack gap="3">
        <Flex justify="space-between" gap="3" wrap="wrap">
          <Heading as="h3" size="sm" id={id}>
            What would be billed
          </Heading>
          <Badge variant="surface" colorPalette="purple">
            preview
          </Badge>
        </Flex>
        {!ready ? (
          <Text color="fg.muted">It stands here once everything is chosen.</Text>
        ) : asked.data ? (
          <Shown preview={asked.data} zone={zone} />
        ) : asked.isError ? (
          <Failed problem={asked.error} retry={() => void asked.refetch()} />
        ) : (
          <Skeleton h="28" aria-busy="true" />
        )}
      </Stack>
    </Box>
  );
}

function Notice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Alert.Root status="warning" variant="surface" rounded="lg" alignItems="flex-start">
      <Alert.Indicator />
      <Alert.Content>
        <Alert.Title>{title}</Alert.Title>
        <Alert.Description overflowWrap="anywhere">{children}</Alert.Description>
      </Alert.Content>
    </Alert.Root>
  );
}

/** The preview refuses what the command would. */
function Failed({ problem, retry }: { problem: unknown; retry: () => void }) {
  if (problem instanceof ApiProblem && [400, 404, 409].includes(problem.status))
    return <Notice title="It would be refused">{problem.message}</Notice>;
  return <ProblemView title="What would be billed could not be reckoned" problem={problem} retry={retry} />;
}

function Shown({ preview, zone }: { preview: Preview; zone: string }) {
  const { change, as_of, read_at, amounts, with: supposed, without } = preview;
  const { lines, same } = differing(preview);
  const notes = [
    `Invoices as of ${inZone(as_of, zone)}, with what was counted until ${instantWords(read_at, false)}. Nothing of it is billed yet.`,
    ...(hasTaxes(preview) ? ["These have taxes in, the lines do not."] : []),
  ];
  return (
    <>
      <Text>From {inZone(change.at, zone)} on.</Text>
      {change.trial_until !== null && <Text>Nothing is charged until {inZone(change.trial_until, zone)}.</Text>}
      {supposed.parks && (
        <Notice title="With the change nothing would be billed until somebody has looked at it.">
          {parkedWords(supposed.parks)}
        </Notice>
      )}
      {without.parks && (
        <Notice title="As things are, nothing is billed until somebody has looked at it.">
          {parkedWords(without.parks)}
        </Notice>
      )}
      {amounts &&
        (amounts.length === 0 ? (
          <Text>Nothing, neither with the change nor without it.</Text>
        ) : (
          <Amounts rows={comparedRows(amounts)} notes={[]} />
        ))}
      {lines.length > 0 && <Lines lines={lines} zone={zone} />}
      {same > 0 && (
        <Text color="fg.muted">{same === 1 ? "One line stays as it is." : `${same} lines stay as they are.`}</Text>
      )}
      {notes.map((note) => (
        <Text key={note} color="fg.muted" fontSize="xs">
          {note}
        </Text>
      ))}
    </>
  );
}

function Lines({ lines, zone }: { lines: readonly Differing[]; zone: string }) {
  const beyond = lines.length - lines_most;
  return (
    <>
      <Stack as="ul" listStyleType="none" gap="2" aria-label="Lines that differ">
        {lines.slice(0, lines_most).map((one) => (
          <Flex as="li" key={one.key} columnGap="4" justify="space-between" wrap="wrap">
            <Box minW="0" overflowWrap="anywhere">
              <Text fontWeight="medium">{lineName(one.line)}</Text>
              <Text color="fg.muted" fontSize="xs">
                {one.line.detail.plan_name}, version {one.line.plan.version};{" "}
                {spanWords(one.line.from, one.line.to, zone)}
              </Text>
            </Box>
            <Text minW="0" overflowWrap="anywhere" fontVariantNumeric="tabular-nums">
              {differenceWords(one)}
            </Text>
          </Flex>
        ))}
      </Stack>
      {beyond > 0 && <Text color="fg.muted">{beyond === 1 ? "And one more." : `And ${beyond} more.`}</Text>}
    </>
  );
}
