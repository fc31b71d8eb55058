import { Alert, Box, Button, Heading, List, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { format, formatMoney } from "../../exact/decimal";
import { type Fact, Facts } from "../../ui/Facts";
import { type Column, ListTable } from "../../ui/ListTable";
import { Modal } from "../../ui/Modal";
import { ProblemView } from "../../ui/ProblemView";
import { FindLink } from "../events/parts";
import { filterLine, limitLines, priceLines } from "../plans/words";
import { inZone } from "../subscriptions/words";
import { type Cell, type CellEvent, type Explanation, groupWords, useCellEvents, useExplanation } from "./explain";
import { Reckoning } from "./LinesTable";
import type { Invoice, Line } from "./load";
import { IdLink } from "./parts";
import { useScope } from "./scope";
import { lineName, spanWords } from "./words";

/** Opens what one line follows from: its frozen price, the steps, what was billed before, cells and their events. */
export function Explain({ invoice, line }: { invoice: Invoice; line: Line }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="xs"
        variant="outline"
        colorPalette="gray"
        aria-label={`Explain line ${line.number}`}
        onClick={() => setOpen(true)}
      >
        Explain
      </Button>
      {open && <Drawer invoice={invoice} line={line} close={() => setOpen(false)} />}
    </>
  );
}

function Drawer({ invoice, line, close }: { invoice: Invoice; line: Line; close: () => void }) {
  const scope = useScope();
  const [cell, setCell] = useState<Cell>();
  const { list, first } = useExplanation(scope, invoice, line.number);
  const title = `Line ${line.number}: ${lineName(line)}`;
  return (
    <Modal title={title} close={close} size="lg">
      {first ? (
        cell ? (
          <Events cell={cell} back={() => setCell(undefined)} />
        ) : (
          <>
            <Short of={first} invoice={invoice} />
            {first.usage && (
              <Stack gap="2">
                <Heading as="h3" size="sm">
                  Counted hour by hour
                </Heading>
                <ListTable
                  name="Cells"
                  columns={cellColumns(scope.tenant.time_zone, setCell)}
                  keyOf={({ events_url }) => events_url}
                  list={list}
                  empty={<Text color="fg.muted">Nothing was counted.</Text>}
                />
              </Stack>
            )}
          </>
        )
      ) : list.isError ? (
        <ProblemView title="The line could not be explained" problem={list.error} retry={() => void list.refetch()} />
      ) : (
        <Skeleton h="48" aria-busy="true" />
      )}
    </Modal>
  );
}

function Prices({ of: { price, commitment }, currency }: { of: Explanation; currency: string }) {
  if (commitment !== null) return `at least ${formatMoney(commitment, currency)} a month`;
  if (price === null) return "–";
  const only = filterLine(price);
  // Of a flat fee the interval is the plan's; the line says what a whole one costs.
  const costs = price.model === "flat" ? [formatMoney(price.amount ?? "0", currency)] : priceLines(price, 1);
  return (
    <List.Root variant="plain">
      {[...costs, ...limitLines(price), ...(only === undefined ? [] : [only])].map((words) => (
        <List.Item key={words}>{words}</List.Item>
      ))}
    </List.Root>
  );
}

function partWords({ from, to, whole }: Explanation["part"]): string | undefined {
  return from === 0 && to === whole ? undefined : `${format(`${to - from}`)} of ${format(`${whole}`)}`;
}

function Short({ of, invoice }: { of: Explanation; invoice: Invoice }) {
  const { tenant } = useScope();
  const { line, usage, billed_before: before } = of;
  const { currency } = invoice;
  const part = partWords(of.part);
  const later = of.issued.filter(({ invoice_id, line: number }) => invoice_id !== invoice.id || number !== line.number);
  const facts: Fact[] = [
    ["For", spanWords(line.from, line.to, tenant.time_zone)],
    ["Price, as it was frozen", <Prices key="price" of={of} currency={currency} />],
    ...(part === undefined ? [] : [["Part of the period", part] as const]),
    ...(usage
      ? [
          [
            "Counted",
            `${format(usage.billed.quantity)} ${usage.unit} by ${format(`${usage.billed.events}`)} events`,
          ] as const,
        ]
      : []),
    ["Reckoned", <Reckoning key="steps" line={line} currency={currency} />],
    ["Comes to", `${formatMoney(line.amount, currency)} before discounts`],
  ];
  return (
    <Stack gap="4">
      {usage?.is_as_billed === false && (
        <Alert.Root status="info" variant="surface">
          <Alert.Indicator />
          <Alert.Title fontWeight="normal">
            {usage.counted && `${format(usage.counted.quantity)} are counted by now. `}
            What came since is billed by a later line.
          </Alert.Title>
        </Alert.Root>
      )}
      <Facts of={facts} />
      <Lines
        title="Billed of it before"
        lines={before.map((one) => ({ ...one, name: "an earlier invoice" }))}
        currency={currency}
      />
      <Lines
        title="Other lines of the same charge"
        lines={later.map((one) => ({ ...one, name: one.invoice_number }))}
        currency={currency}
      />
    </Stack>
  );
}

interface Named {
  invoice_id: string;
  line: number;
  amount: string;
  name: string;
}

function Lines({ title, lines, currency }: { title: string; lines: readonly Named[]; currency: string }) {
  if (lines.length === 0) return null;
  return (
    <Box>
      <Heading as="h3" size="sm">
        {title}
      </Heading>
      <List.Root ps="5">
        {lines.map(({ invoice_id: id, line, amount, name }) => (
          <List.Item key={`${id} ${line}`}>
            {formatMoney(amount, currency)} by{" "}
            <IdLink id={id}>
              line {line} of {name}
            </IdLink>
          </List.Item>
        ))}
      </List.Root>
    </Box>
  );
}

function cellColumns(zone: string, open: (cell: Cell) => void): Column<Cell>[] {
  return [
    { title: "Hour", cell: ({ hour }) => <time dateTime={hour}>{inZone(hour, zone)}</time> },
    { title: "Subject", cell: ({ subject }) => subject || "–" },
    { title: "Groups", cell: ({ group_by }) => groupWords(group_by) || "–" },
    { title: "Value", cell: ({ value }) => format(value) },
    {
      title: "Events",
      cell: (cell) => (
        <Button
          size="xs"
          variant="outline"
          colorPalette="gray"
          aria-label={`${cell.events} events of ${inZone(cell.hour, zone)}`}
          onClick={() => open(cell)}
        >
          {format(`${cell.events}`)}
        </Button>
      ),
    },
  ];
}

function Events({ cell, back }: { cell: Cell; back: () => void }) {
  const scope = useScope();
  const { list, isInLog } = useCellEvents(scope, cell);
  const columns: Column<CellEvent>[] = [
    {
      title: "Event",
      cell: ({ source, id }) => (scope.inside ? <FindLink source={source} id={id} /> : id),
    },
    { title: "Source", cell: ({ source }) => source },
    {
      title: "Time",
      cell: ({ event }) => (typeof event?.time === "string" ? inZone(event.time, scope.tenant.time_zone) : "–"),
    },
    {
      title: "In the log",
      cell: ({ position: at }) => (at ? `${at.topic} ${at.partition}:${at.offset}.${at.index}` : "–"),
    },
  ];
  return (
    <Stack gap="3">
      <Box>
        <Button size="sm" variant="outline" colorPalette="gray" onClick={back}>
          Back to the line
        </Button>
      </Box>
      <Text>
        {format(cell.value)} in the hour from {inZone(cell.hour, scope.tenant.time_zone)}
        {cell.subject && `, of ${cell.subject}`}
      </Text>
      {isInLog === false && <Text color="fg.muted">The log does not hold all of them any more.</Text>}
      <ListTable
        name="Events of the hour"
        columns={columns}
        keyOf={({ source, id }) => `${source} ${id}`}
        list={list}
        empty={<Text color="fg.muted">None was found in the log.</Text>}
      />
    </Stack>
  );
}
