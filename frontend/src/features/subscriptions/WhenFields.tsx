import { RadioGroup, Stack, Text } from "@chakra-ui/react";
import { TextField } from "../../ui/Field";
import type { When } from "./when";
import { inZone } from "./words";

interface Props {
  when: When;
  set: (when: When) => void;
  zone: string;
  /** When the current period ends, if there is one that could. */
  periodEnd?: string | undefined;
  error: string | undefined;
}

export function WhenFields({ when, set, zone, periodEnd, error }: Props) {
  const ways: { value: When["how"]; label: string; about: string }[] = [
    { value: "now", label: "Now", about: "From the start of this hour." },
    ...(periodEnd === undefined
      ? []
      : [{ value: "period_end" as const, label: "At the end of the period", about: inZone(periodEnd, zone) }]),
    { value: "at", label: "At a date", about: "Also one that is past, as long as what follows it still makes sense." },
  ];
  return (
    <Stack gap="4">
      <RadioGroup.Root
        aria-label="When"
        value={when.how}
        onValueChange={({ value }) => set({ ...when, how: ways.find((way) => way.value === value)?.value ?? "now" })}
      >
        <Stack gap="3">
          {ways.map(({ value, label, about }) => (
            <RadioGroup.Item key={value} value={value} alignItems="flex-start">
              <RadioGroup.ItemHiddenInput />
              <RadioGroup.ItemIndicator mt="0.5" />
              <RadioGroup.ItemText>
                <span>{label}</span>
                <Text as="span" display="block" color="fg.muted" fontWeight="normal">
                  {about}
                </Text>
              </RadioGroup.ItemText>
            </RadioGroup.Item>
          ))}
        </Stack>
      </RadioGroup.Root>
      {when.how === "at" && (
        <TextField
          label={`Date and time (${zone})`}
          required
          type="datetime-local"
          step={3600}
          value={when.at}
          onChange={(event) => set({ ...when, at: event.currentTarget.value })}
          help="Full hours of the tenant's clock; within one its start counts."
          error={error}
        />
      )}
    </Stack>
  );
}
