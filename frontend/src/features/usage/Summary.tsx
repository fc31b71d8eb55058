import { SimpleGrid, Text } from "@chakra-ui/react";
import { changeInPercent, format } from "../../exact/decimal";
import { Panel } from "../../ui/Panel";
import type { UsageView } from "./load";
import { changeText, instantText, summary } from "./words";

const totalNames = {
  COUNT: "Total",
  SUM: "Total",
  MIN: "Least",
  MAX: "Greatest",
  AVG: "Average",
  LATEST: "Latest",
  UNIQUE_COUNT: "Different values",
} as const;

function Tile(props: { label: string; value: string; unit?: string | undefined; help: string }) {
  return (
    <Panel p="4" as="dl">
      <Text as="dt" color="fg.muted" fontSize="xs" fontWeight="medium">
        {props.label}
      </Text>
      <Text
        as="dd"
        fontSize="2xl"
        fontWeight="semibold"
        fontVariantNumeric="tabular-nums"
        overflowWrap="anywhere"
        lineHeight="1.3"
        display="flex"
        flexWrap="wrap"
        alignItems="baseline"
        columnGap="1.5"
      >
        {props.value}
        {props.unit && (
          <Text as="span" display="inline-block" fontSize="sm" fontWeight="normal" color="fg.muted" ms="1.5">
            {props.unit}
          </Text>
        )}
      </Text>
      <Text as="dd" color="fg.muted" fontSize="xs" overflowWrap="anywhere">
        {props.help}
      </Text>
    </Panel>
  );
}

function signed(percent: string): string {
  return `${percent.startsWith("-") || percent === "0" ? "" : "+"}${format(percent)} %`;
}

/** The numbers that are read without a click, and all of it as a sentence. */
export function Summary({ view }: { view: UsageView }) {
  const { total, before, meter, range, zone, events } = view;
  const percent = before?.total !== undefined && total !== undefined ? changeInPercent(total, before.total) : undefined;
  return (
    <>
      <SimpleGrid columns={{ base: 1, sm: before ? 3 : 2 }} gap="4">
        <Tile
          label={totalNames[meter.aggregation]}
          value={total === undefined ? "–" : format(total)}
          unit={meter.unit}
          help={`${instantText(range.from, zone)} to ${instantText(range.to, zone)}`}
        />
        {before && (
          <Tile
            label="Change"
            value={percent === undefined ? "–" : signed(percent)}
            help={
              changeText(total, before.total) === undefined
                ? "The period before has nothing to compare with"
                : `before: ${format(before.total ?? "0")} ${meter.unit ?? ""}`
            }
          />
        )}
        <Tile label="Events" value={format(events.toString())} help="counted exactly once" />
      </SimpleGrid>
      <Text color="fg.muted" data-testid="summary">
        {summary(view)}
      </Text>
    </>
  );
}
