import { Flex, Input, VisuallyHidden } from "@chakra-ui/react";
import { Choice } from "../../ui/Choice";
import { FieldFrame } from "../../ui/Field";
import type { Unit, Written } from "./duration";

const units: readonly Unit[] = ["minutes", "hours", "days"];

interface Props {
  label: string;
  value: Written;
  onChange: (value: Written) => void;
  help: string;
  error: string | undefined;
  readOnly: boolean;
}

/** A length of time: how many of what. Empty: as it is without a choice. */
export function DurationField({ label, value, onChange, help, error, readOnly }: Props) {
  // Somebody else, not this page, has set it to the second.
  const offered = value.unit === "seconds" ? ["seconds" as const, ...units] : units;
  return (
    <Flex gap="3" align="flex-start" wrap="wrap">
      <Flex flex="1 1 12rem">
        <FieldFrame label={label} help={help} error={error} required={false}>
          <Input
            inputMode="numeric"
            autoComplete="off"
            maxLength={7}
            readOnly={readOnly}
            value={value.amount}
            onChange={(event) => onChange({ ...value, amount: event.currentTarget.value })}
          />
        </FieldFrame>
      </Flex>
      <Choice
        form
        label={
          <>
            Unit <VisuallyHidden>of: {label}</VisuallyHidden>
          </>
        }
        width="8rem"
        disabled={readOnly}
        value={value.unit}
        options={offered.map((unit) => ({ value: unit, label: unit }))}
        onChoose={(next) => onChange({ ...value, unit: offered.find((unit) => unit === next) ?? value.unit })}
      />
    </Flex>
  );
}
