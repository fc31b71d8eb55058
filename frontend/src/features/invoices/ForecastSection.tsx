import { Badge, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { formatMoney } from "../../exact/decimal";
import { Facts } from "../../ui/Facts";
import { type Column, Rows } from "../../ui/ListTable";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { inZone } from "../subscriptions/words";
import { bandWords, type ForecastOf, offWords, type Past } from "./forecast";
import { forecast } from "./load";
import { useScope } from "./scope";
import { dayWords } from "./words";

/** What the month may come to: a rule, what it says, and how wrong it was before. */
export function ForecastSection() {
  const scope = useScope();
  const asked = useQuery(forecast(scope));
  const seen = asked.data;
  const hasBegun = seen !== undefined && Date.parse(seen.seen_until) > Date.parse(seen.from);
  if (hasBegun && seen.currencies.length === 0) return null;
  return (
    <Section
      title="If the month goes on as it began"
      about="Usage so far, at the same rate until the end of the month, by the prices of then. Before discounts, taxes and credits."
      action={
        <Badge variant="surface" colorPalette="orange">
          forecast
        </Badge>
      }
    >
      {asked.isError ? (
        <ProblemView title="It could not be forecast" problem={asked.error} retry={() => void asked.refetch()} />
      ) : seen === undefined ? (
        <Skeleton h="40" aria-busy="true" />
      ) : !hasBegun ? (
        <Text color="fg.muted">Not an hour of this month is counted yet: there is nothing to go by.</Text>
      ) : (
        <Stack gap="6">
          {seen.currencies.map((of) => (
            <One key={of.currency} of={of} />
          ))}
          <Text color="fg.muted" fontSize="xs">
            By the usage until {inZone(seen.seen_until, scope.tenant.time_zone)}, of a month that ends{" "}
            {inZone(seen.to, scope.tenant.time_zone)}.
          </Text>
        </Stack>
      )}
    </Section>
  );
}

function columnsOf(currency: string): Column<Past>[] {
  return [
    { title: "Month from", cell: ({ from }) => dayWords(from) },
    { title: "The rule said", cell: (past) => formatMoney(past.forecast, currency) },
    { title: "It came to", cell: ({ actual }) => formatMoney(actual, currency) },
    { title: "Off by", cell: ({ off_by }) => offWords(off_by) },
  ];
}

function One({ of }: { of: ForecastOf }) {
  const { currency, so_far, at_end, past } = of;
  const money = (amount: string) => formatMoney(amount, currency);
  return (
    <Stack gap="4">
      <Facts
        of={[
          [`So far, in ${currency}`, money(so_far)],
          [
            "At the end of the month",
            <Stack key="end" gap="1">
              <Text fontWeight="semibold">about {money(at_end)}</Text>
              <Text color="fg.muted">{bandWords(of)}</Text>
            </Stack>,
          ],
        ]}
      />
      {past.length > 0 && (
        <Rows
          name={`How the rule did before, at the same point of the month, in ${currency}`}
          columns={columnsOf(currency)}
          keyOf={({ from }) => from}
          items={past}
        />
      )}
    </Stack>
  );
}
