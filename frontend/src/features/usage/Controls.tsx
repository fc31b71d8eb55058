import { Box, Flex, SegmentGroup, Switch, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTenant } from "../../shell/tenant";
import { deviceZone, readerZone } from "../../time/reader";
import { rfc3339, wall } from "../../time/zone";
import { Choice } from "../../ui/Choice";
import { Panel } from "../../ui/Panel";
import { CustomRange } from "./CustomRange";
import type { Meter, UsageView } from "./load";
import { Only } from "./Only";
import { type Preset, presetNames, presets, type Question, rangeOf } from "./question";
import { possibleWindows, windowFor } from "./windows";
import { windowWords } from "./words";

interface Props {
  meters: readonly Meter[];
  meter: Meter;
  groups: readonly string[];
  question: Question;
  view: UsageView | undefined;
  set: (change: Record<string, string | undefined>) => void;
  toggle: (dimension: string, value: string) => void;
}

const automatic = "auto";
const nothing = "";

/** The tenant's zone first; others only where their hours begin with the tenant's. */
function zonesFor(tenantZone: string, minuteOffset: number): string[] {
  const now = Math.floor(Date.now() / 60_000) * 60_000;
  const offsetOf = (zone: string) => ((((wall(now, zone) - now) / 60_000) % 60) + 60) % 60;
  const here = deviceZone();
  const others = ["UTC", readerZone(), here].filter((zone) => offsetOf(zone) === minuteOffset);
  return [...new Set([tenantZone, ...others])];
}

export function Controls({ meters, meter, groups, question, view, set, toggle }: Props) {
  const tenant = useTenant();
  const [opened] = useState(() => Date.now());
  const range = view?.range ?? rangeOf(question, opened, tenant);
  const window = windowFor(range, undefined);
  const choosePreset = (preset: Preset) => {
    const iso = (at: number) => (preset === "custom" ? rfc3339(at) : undefined);
    set({ range: preset, from: iso(range.from), to: iso(range.to), window: undefined });
  };
  return (
    <Panel>
      <Flex gap="4" wrap="wrap" align="flex-end">
        <Choice
          label="Meter"
          value={meter.slug}
          options={meters.map(({ slug, name }) => ({ value: slug, label: name || slug }))}
          onChoose={(slug) => set({ meter: slug, group: undefined })}
        />
        <Choice
          label="Group by"
          value={question.group ?? nothing}
          options={[{ value: nothing, label: "Nothing" }, ...groups.map((group) => ({ value: group, label: group }))]}
          onChoose={(group) => set({ group: group === nothing ? undefined : group })}
        />
        <Choice
          label="Each point"
          value={question.window ?? automatic}
          options={[
            { value: automatic, label: `Automatic (${windowWords[window]})` },
            ...possibleWindows(range).map((unit) => ({ value: unit, label: `One ${windowWords[unit]}` })),
          ]}
          onChoose={(unit) => set({ window: unit === automatic ? undefined : unit })}
        />
        <Choice
          label="Time zone"
          value={question.zone}
          options={zonesFor(tenant.time_zone, tenant.minute_offset).map((zone) => ({ value: zone, label: zone }))}
          onChoose={(zone) => set({ zone: zone === tenant.time_zone ? undefined : zone })}
        />
        <Switch.Root
          size="sm"
          minH="9"
          checked={question.compare}
          onCheckedChange={({ checked }) => set({ compare: checked ? "1" : undefined })}
        >
          <Switch.HiddenInput />
          <Switch.Control />
          <Switch.Label>Compare with the period before</Switch.Label>
        </Switch.Root>
      </Flex>
      <Flex gap="4" wrap="wrap" align="flex-end" mt="4">
        <Box hideFrom="md" w="full">
          <Choice
            label="Period"
            value={question.preset}
            options={presets.map((value) => ({ value, label: presetNames[value] }))}
            onChoose={(value) => choosePreset(value as Preset)}
          />
        </Box>
        <Box hideBelow="md">
          <Text id="period" fontSize="xs" color="fg.muted" mb="1.5" fontWeight="medium">
            Period
          </Text>
          <SegmentGroup.Root
            size="sm"
            aria-labelledby="period"
            value={question.preset}
            onValueChange={({ value }) => choosePreset(value as Preset)}
          >
            <SegmentGroup.Indicator />
            <SegmentGroup.Items items={presets.map((value) => ({ value, label: presetNames[value] }))} />
          </SegmentGroup.Root>
        </Box>
        {question.preset === "custom" && (
          <CustomRange key={`${question.from} ${question.to} ${question.zone}`} question={question} set={set} />
        )}
      </Flex>
      <Only key={meter.slug} meter={meter} dimensions={groups} question={question} toggle={toggle} />
    </Panel>
  );
}
