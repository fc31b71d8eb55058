import { Field, NativeSelect } from "@chakra-ui/react";
import type { ReactNode } from "react";

export interface Option {
  value: string;
  label: string;
}

/** A labeled choice of one of some: the browser's own, which every keyboard and screen reader knows. */
export function Choice(props: {
  label: ReactNode;
  value: string;
  options: readonly Option[];
  onChoose: (value: string) => void;
  width?: string;
  /** In a form, among fields of the usual size. */
  form?: boolean;
  disabled?: boolean;
  help?: string;
  error?: string | undefined;
}) {
  return (
    <Field.Root
      width={props.width ?? { base: "full", sm: "auto" }}
      invalid={props.error !== undefined}
      disabled={props.disabled ?? false}
    >
      <Field.Label {...(!props.form && { fontSize: "xs", color: "fg.muted" })}>{props.label}</Field.Label>
      <NativeSelect.Root size={props.form ? "md" : "sm"}>
        <NativeSelect.Field
          borderColor="border.control"
          value={props.value}
          onChange={(event) => props.onChoose(event.currentTarget.value)}
        >
          {props.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect.Field>
        <NativeSelect.Indicator />
      </NativeSelect.Root>
      {props.error !== undefined ? (
        <Field.ErrorText>{props.error}</Field.ErrorText>
      ) : (
        props.help !== undefined && <Field.HelperText>{props.help}</Field.HelperText>
      )}
    </Field.Root>
  );
}
