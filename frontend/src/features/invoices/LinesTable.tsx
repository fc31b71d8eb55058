import { Box, Flex, Stack, Text } from "@chakra-ui/react";
import { format, formatMoney } from "../../exact/decimal";
import type { Column } from "../../ui/ListTable";
import type { Line } from "./load";
import { IdLink } from "./parts";
import { lineName, lineNotes, spanWords, stepWords } from "./words";

interface Money {
  currency: string;
  zone: string;
}

/** How a line's charge comes to what it does, step by step and exactly. */
export function Reckoning({ line, currency }: { line: Line; currency: string }) {
  const steps = line.detail.steps ?? [];
  const notes = lineNotes(line, currency);
  if (steps.length === 0 && notes.length === 0) return "–";
  return (
    <Stack gap="1">
      {steps.length > 0 && (
        <Stack as="ol" listStyleType="none" gap="0.5" aria-label={`Steps of line ${line.number}`}>
          {steps.map((step, index) => (
            <Flex as="li" key={index} columnGap="3" justify="space-between" wrap="wrap">
              <Box minW="0" overflowWrap="anywhere">
                {stepWords(step, currency)}
              </Box>
              <Box color="fg.muted" minW="0" overflowWrap="anywhere">
                {formatMoney(step.amount, currency)}
              </Box>
            </Flex>
          ))}
        </Stack>
      )}
      {notes.map((note) => (
        <Text key={note} color="fg.muted" fontSize="xs">
          {note}
        </Text>
      ))}
    </Stack>
  );
}

function What({ line, zone }: { line: Line; zone: string }) {
  const { plan, detail, corrects, from, to } = line;
  return (
    <Stack gap="0">
      <Text fontWeight="medium">{lineName(line)}</Text>
      <Text color="fg.muted" fontSize="xs">
        {detail.plan_name}, version {plan.version}
      </Text>
      <Text color="fg.muted" fontSize="xs">
        {spanWords(from, to, zone)}
      </Text>
      {corrects && (
        <Text fontSize="xs">
          Corrects <IdLink id={corrects.invoice_id}>line {corrects.line} of another invoice</IdLink>
        </Text>
      )}
    </Stack>
  );
}

function Quantity({ line: { detail } }: { line: Line }) {
  const { quantity, events, meter } = detail;
  if (quantity === undefined) return "–";
  return (
    <Stack gap="0">
      <span>{format(quantity)}</span>
      <Text color="fg.muted" fontSize="xs">
        {meter}
        {events !== undefined && `, ${format(`${events}`)} ${events === 1 ? "event" : "events"}`}
      </Text>
    </Stack>
  );
}

function Discount({ line: { discount, detail }, currency }: { line: Line; currency: string }) {
  if (detail.discounts.length === 0) return "–";
  return (
    <Stack gap="0">
      <span>{formatMoney(discount, currency)}</span>
      {detail.discounts.map(({ tenant_coupon, name, code, amount }) => (
        <Text key={tenant_coupon} color="fg.muted" fontSize="xs">
          {name || code}: {formatMoney(amount, currency)}
        </Text>
      ))}
    </Stack>
  );
}

export function lineColumns({ currency, zone }: Money): Column<Line>[] {
  return [
    { title: "Line", cell: ({ number }) => number },
    { title: "What", cell: (line) => <What line={line} zone={zone} /> },
    { title: "Counted", cell: (line) => <Quantity line={line} /> },
    { title: "How it is reckoned", cell: (line) => <Reckoning line={line} currency={currency} /> },
    { title: "Amount", cell: ({ amount }) => formatMoney(amount, currency) },
    { title: "Discount", cell: (line) => <Discount line={line} currency={currency} /> },
    { title: "Net", cell: ({ net }) => <Text fontWeight="medium">{formatMoney(net, currency)}</Text> },
  ];
}
