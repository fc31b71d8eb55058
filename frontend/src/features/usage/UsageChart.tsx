import { Box, Flex, Heading, Text } from "@chakra-ui/react";
import { Chart, useChart } from "@chakra-ui/charts";
import { Area, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import { formatShort, place } from "../../exact/decimal";
import { seriesColors } from "../../shell/system";
import { startOf } from "../../time/zone";
import { isAdditive } from "./fold";
import type { UsageView } from "./load";
import { beforeColumn } from "./table";
import { instantText, quantity, windowText, windowWords } from "./words";

// Series differ by dash as well as by color.
const dashes = ["", "8 3", "2 3", "12 3 2 3", "5 5", "1 4", "10 2 2 2", "4 2"];
const beforeKey = "before";

type Point = Record<string, number | undefined> & { index: number };

const ticks_most = 8;

/** Where the axis is marked: of many hours at the starts of days. */
function ticksOf({ starts, window, zone }: UsageView): number[] {
  const all = starts.map((_, index) => index);
  const days = window === "HOUR" && starts.length > 72;
  const marked = days ? all.filter((index) => startOf("DAY", starts[index] ?? 0, zone) === starts[index]) : all;
  const step = Math.ceil(marked.length / ticks_most);
  return marked.filter((_, index) => index % step === 0);
}

/** Places on the screen; the texts are looked up by index. */
function pointsOf(view: UsageView): Point[] {
  return view.starts.map((_, index) => {
    const point: Point = { index };
    view.series.forEach(({ values }, number) => {
      const value = values[index];
      point[`s${number}`] = value === undefined ? undefined : place(value);
    });
    const earlier = view.before?.values[index];
    if (view.before) point[beforeKey] = earlier === undefined ? undefined : place(earlier);
    return point;
  });
}

function Told({ view, active, label }: { view: UsageView; active: boolean; label: string | number | undefined }) {
  const start = active && typeof label === "number" ? view.starts[label] : undefined;
  const index = start === undefined ? -1 : view.starts.indexOf(start);
  const { meter, series, before, window, zone } = view;
  return (
    <Box role="status" aria-live="polite">
      {start !== undefined && (
        <Box bg="bg.panel" borderWidth="1px" rounded="md" shadow="md" p="3" fontSize="xs" maxW="xs">
          <Text fontWeight="semibold" mb="1">
            {window === "HOUR" ? instantText(start, zone) : windowText(start, window, zone)}
          </Text>
          {series.map(({ key, label: name, values }, number) => (
            <Entry key={key} number={number} name={name} value={quantity(values[index], meter.unit)} />
          ))}
          {before && <Entry name={beforeColumn} value={quantity(before.values[index], meter.unit)} />}
        </Box>
      )}
    </Box>
  );
}

function Mark({ number }: { number?: number }) {
  const color = number === undefined ? "fg.subtle" : seriesColors[number];
  const dash = number === undefined ? "4 3" : dashes[number];
  return (
    <Box asChild w="5" h="2" flexShrink="0" color={color}>
      <svg viewBox="0 0 20 8" aria-hidden>
        <path d="M0 4h20" stroke="currentColor" strokeWidth="3" strokeDasharray={dash} />
      </svg>
    </Box>
  );
}

function Entry({ number, name, value }: { number?: number; name: string; value: string }) {
  return (
    <Flex gap="2" align="center">
      <Mark {...(number !== undefined && { number })} />
      <Text flex="1" truncate>
        {name}
      </Text>
      <Text fontVariantNumeric="tabular-nums" fontWeight="medium">
        {value}
      </Text>
    </Flex>
  );
}

function Legend({ view }: { view: UsageView }) {
  if (view.series.length < 2 && !view.before) return null;
  return (
    <Flex as="ul" listStyleType="none" wrap="wrap" columnGap="5" rowGap="1" fontSize="xs" aria-label="Series">
      {view.series.map(({ key, label, total }, number) => (
        <Flex as="li" key={key} gap="2" align="center">
          <Mark number={number} />
          <span>{label}</span>
          <Text as="span" color="fg.muted" fontVariantNumeric="tabular-nums">
            {quantity(total, undefined)}
          </Text>
        </Flex>
      ))}
      {view.before && (
        <Flex as="li" gap="2" align="center">
          <Mark />
          <span>{beforeColumn}</span>
        </Flex>
      )}
    </Flex>
  );
}

export default function UsageChart({ view }: { view: UsageView }) {
  const { series, before, window, zone, starts, meter } = view;
  const points = pointsOf(view);
  const chart = useChart({ data: points });
  const color = (token: string) => chart.color(token) as string;
  const stacked = isAdditive(meter.aggregation) && series.length > 1;
  const sparse = starts.length <= 2;
  return (
    <Box as="figure" aria-labelledby="figure">
      <Heading as="h2" size="sm" id="figure" mb="3" fontWeight="medium">
        {meter.name || meter.slug} by {windowWords[window]}
        {meter.unit ? `, ${meter.unit}` : ""}
      </Heading>
      <Chart.Root chart={chart} h={{ base: "64", md: "sm" }} aspectRatio="auto" maxH="sm" mb="3">
        <ComposedChart responsive data={points} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
          <CartesianGrid stroke={color("border")} vertical={false} />
          <XAxis
            dataKey="index"
            type="number"
            domain={[0, Math.max(1, starts.length - 1)]}
            ticks={ticksOf(view)}
            tickFormatter={(index: number) => {
              const start = starts[index];
              return start === undefined
                ? ""
                : windowText(start, window === "HOUR" && starts.length > 72 ? "DAY" : window, zone);
            }}
            axisLine={false}
            tickLine={false}
            minTickGap={24}
            tickMargin={8}
            stroke={color("fg.muted")}
          />
          <YAxis
            width={52}
            axisLine={false}
            tickLine={false}
            tickFormatter={(value: number) => formatShort(value)}
            stroke={color("fg.muted")}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: color("fg.subtle") }}
            content={({ active, label }) => <Told view={view} active={active} label={label} />}
          />
          {series.map(({ key, label }, number) => (
            <Area
              key={key}
              name={label}
              dataKey={`s${number}`}
              {...(stacked && { stackId: "all" })}
              type="linear"
              isAnimationActive={false}
              stroke={color(seriesColors[number] ?? "fg.subtle")}
              strokeWidth={1.5}
              {...(series.length > 1 && { strokeDasharray: dashes[number] ?? "" })}
              fill={color(seriesColors[number] ?? "fg.subtle")}
              fillOpacity={stacked ? 0.3 : series.length > 1 ? 0 : 0.12}
              dot={sparse}
            />
          ))}
          {before && (
            <Line
              name={beforeColumn}
              dataKey={beforeKey}
              type="linear"
              isAnimationActive={false}
              stroke={color("fg.subtle")}
              strokeDasharray="4 3"
              strokeWidth={1.5}
              dot={sparse}
            />
          )}
        </ComposedChart>
      </Chart.Root>
      <Legend view={view} />
    </Box>
  );
}
