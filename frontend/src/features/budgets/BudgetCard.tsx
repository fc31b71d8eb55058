import { Badge, Button, HStack, Stack, Text } from "@chakra-ui/react";
import { Instant } from "../../ui/Instant";
import { Section } from "../../ui/Section";
import { useScope } from "../invoices/scope";
import { inZone } from "../subscriptions/words";
import { Bar } from "./Bar";
import type { Budget } from "./load";
import { amountWords, percentWords, standing, subjectWords } from "./words";

export type Act = "change" | "delete" | "history";

interface Props {
  budget: Budget;
  mayWrite: boolean;
  act: (what: Act) => void;
}

/** One budget: what it is about, how much of it is used, and which thresholds that has crossed. */
export function BudgetCard({ budget, mayWrite, act }: Props) {
  const { name, state, amount, thresholds } = budget;
  const { tenant } = useScope();
  return (
    <Section title={name} about={subjectWords(budget)}>
      <Stack gap="3">
        <HStack justify="space-between" align="baseline" wrap="wrap" gap="2">
          <Text fontSize="lg" fontWeight="semibold" fontVariantNumeric="tabular-nums" overflowWrap="anywhere" minW="0">
            {state === null ? "–" : amountWords(state.used, budget)} of {amountWords(amount, budget)}
          </Text>
          {state !== null && <Text fontVariantNumeric="tabular-nums">{percentWords(state.percent)}</Text>}
        </HStack>
        <Bar budget={budget} />
        <HStack as="ul" listStyleType="none" gap="2" wrap="wrap" aria-label={`Thresholds of ${name}`}>
          {thresholds.map((one) => {
            const crossed = standing(budget, one);
            return (
              <Badge as="li" key={one} variant="surface" colorPalette={crossed ? "orange" : "gray"}>
                {percentWords(one)}
                {crossed && ` crossed ${inZone(crossed.crossed_at, tenant.time_zone)}`}
              </Badge>
            );
          })}
        </HStack>
        <Text color="fg.muted" fontSize="xs">
          {state === null ? (
            "It is looked at within seconds."
          ) : (
            <>
              {inZone(state.period_from, tenant.time_zone)} to {inZone(state.period_to, tenant.time_zone)}; as of{" "}
              <Instant at={state.measured_at} rough />
            </>
          )}
        </Text>
        <HStack gap="2" wrap="wrap">
          <Button
            size="xs"
            variant="outline"
            colorPalette="gray"
            aria-label={`History of ${name}`}
            onClick={() => act("history")}
          >
            History
          </Button>
          {mayWrite && (
            <>
              <Button
                size="xs"
                variant="outline"
                colorPalette="gray"
                aria-label={`Change ${name}`}
                onClick={() => act("change")}
              >
                Change
              </Button>
              <Button
                size="xs"
                variant="outline"
                colorPalette="red"
                aria-label={`Delete ${name}`}
                onClick={() => act("delete")}
              >
                Delete
              </Button>
            </>
          )}
        </HStack>
      </Stack>
    </Section>
  );
}
