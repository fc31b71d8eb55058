import { Box, List, Stack, Text } from "@chakra-ui/react";
import { formatMoney } from "../../exact/decimal";
import { type Column, Rows } from "../../ui/ListTable";
import type { Meter, Plan, Price } from "./load";
import { filterLine, limitLines, meterWords, priceLines } from "./words";

export type Priced = Pick<Plan, "prices" | "commitments" | "usage_thresholds" | "interval_months">;

function Lines({ of }: { of: readonly string[] }) {
  if (of.length === 0) return "–";
  if (of.length === 1) return of[0];
  return (
    <List.Root variant="plain">
      {of.map((line) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List.Root>
  );
}

/** What a plan costs in a currency, as a customer reads it. */
export function PricesTable({ plan, currency, meters }: { plan: Priced; currency: string; meters: readonly Meter[] }) {
  const prices = plan.prices.filter((price) => price.currency === currency);
  const commitment = plan.commitments[currency];
  const threshold = plan.usage_thresholds?.[currency];
  const columns: Column<Price>[] = [
    {
      title: "What",
      cell: (price) => {
        const only = filterLine(price);
        return (
          <Stack gap="0">
            <Text fontWeight="medium">{price.name || price.code}</Text>
            {price.meter !== undefined && (
              <Text color="fg.muted" fontSize="xs">
                {meterWords(price.meter, meters)}
              </Text>
            )}
            {only !== undefined && (
              <Text color="fg.muted" fontSize="xs">
                {only}
              </Text>
            )}
          </Stack>
        );
      },
    },
    { title: "Costs", cell: (price) => <Lines of={priceLines(price, plan.interval_months)} /> },
    { title: "Besides", cell: (price) => <Lines of={limitLines(price)} /> },
  ];
  return (
    <Box>
      <Rows name={`Table of prices in ${currency}`} columns={columns} keyOf={({ code }) => code} items={prices} />
      {commitment !== undefined && (
        <Text mt="2">
          What is metered costs at least {formatMoney(commitment, currency)} a month, all of it together.
        </Text>
      )}
      {threshold !== undefined && (
        <Text mt="2">
          As soon as usage comes to {formatMoney(threshold, currency)}, it is billed; the month, with what is left.
        </Text>
      )}
    </Box>
  );
}
