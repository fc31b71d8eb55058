import { Badge, Button, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { formatMoney } from "../../exact/decimal";
import { Confirm } from "../../ui/Confirm";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { say } from "../../ui/said";
import { IdLink } from "../invoices/parts";
import { useScope, useStaffMay } from "../invoices/scope";
import { inZone } from "../subscriptions/words";
import { type Credit, takeBack, useCredits } from "./load";
import { creditWords, standingColors, standingOf } from "./words";

const moneyOf = ({ remaining, currency }: Credit) => formatMoney(remaining, currency);

/** All credits that there were, with what remains of each. */
export function Grants() {
  const scope = useScope();
  const mayVoid = useStaffMay("credits_write");
  const list = useCredits(scope);
  const [asked, setAsked] = useState<Credit>();
  const columns: Column<Credit>[] = [
    {
      title: "Credit",
      cell: (credit) => (
        <Stack gap="0">
          <Text fontWeight="medium">{creditWords(credit)}</Text>
          {credit.invoice_id !== null ? (
            <Text fontSize="xs">
              <IdLink id={credit.invoice_id}>The credit note</IdLink>
            </Text>
          ) : (
            credit.is_paid && credit.reason && <Text fontSize="xs">paid ahead</Text>
          )}
        </Stack>
      ),
    },
    {
      title: "State",
      cell: (credit) => (
        <Badge variant="surface" colorPalette={standingColors[standingOf(credit)]}>
          {standingOf(credit)}
        </Badge>
      ),
    },
    { title: "Granted", cell: ({ amount, currency }) => formatMoney(amount, currency) },
    { title: "Remains", cell: (credit) => moneyOf(credit) },
    { title: "Priority", cell: ({ priority }) => priority },
    {
      title: "Expires",
      cell: ({ expires_at }) =>
        expires_at === null ? "never" : <time dateTime={expires_at}>{inZone(expires_at, scope.tenant.time_zone)}</time>,
    },
    { title: "Since", cell: ({ created_at }) => <Instant at={created_at} rough /> },
    ...(mayVoid
      ? [
          {
            title: "Actions",
            quiet: true,
            cell: (credit: Credit) =>
              standingOf(credit) === "open" && (
                <Button
                  size="xs"
                  variant="outline"
                  colorPalette="red"
                  aria-label={`Take back: ${creditWords(credit)}, ${moneyOf(credit)}`}
                  onClick={() => setAsked(credit)}
                >
                  Take back
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <ListTable
        name="Table of credits"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={<Text color="fg.muted">None was granted yet.</Text>}
      />
      {asked && <TakeBack credit={asked} close={() => setAsked(undefined)} />}
    </>
  );
}

function TakeBack({ credit, close }: { credit: Credit; close: () => void }) {
  const client = useQueryClient();
  const [once] = useState(onceKeys);
  async function run() {
    try {
      await takeBack(once, credit.id);
    } finally {
      await client.invalidateQueries({ queryKey: ["credits"] });
    }
    say("What remained of the credit is taken back.");
  }
  return (
    <Confirm
      title="Take the credit back?"
      act="Take it back"
      failed="Nothing was taken back"
      danger
      run={run}
      close={close}
    >
      <Text>
        {creditWords(credit)}: {moneyOf(credit)} remain.{" "}
        {credit.is_paid ? "It was paid for, so they are to be refunded." : "They are worth nothing from then on."} What
        invoices used stays used.
      </Text>
    </Confirm>
  );
}
