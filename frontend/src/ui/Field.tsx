import { Field, Input, type InputProps, Textarea, type TextareaProps } from "@chakra-ui/react";
import type { ReactNode, Ref } from "react";

interface Named {
  label: string;
  help?: ReactNode;
  error?: string | undefined;
}

interface FrameProps extends Named {
  required: boolean;
  narrows?: boolean;
  children: ReactNode;
}

/** What is around a field: its label, what it is for and what is wrong with it. */
export function FieldFrame({ label, help, error, required, narrows = false, children }: FrameProps) {
  return (
    <Field.Root required={required} invalid={error !== undefined}>
      <Field.Label {...(narrows && { fontSize: "xs", color: "fg.muted" })}>
        {label}
        {!required && !narrows && (
          <Field.RequiredIndicator
            fallback={
              <Field.HelperText as="span" fontWeight="normal">
                optional
              </Field.HelperText>
            }
          />
        )}
      </Field.Label>
      {children}
      {error !== undefined ? (
        <Field.ErrorText>{error}</Field.ErrorText>
      ) : (
        help !== undefined && <Field.HelperText>{help}</Field.HelperText>
      )}
    </Field.Root>
  );
}

interface TextProps extends Named, Omit<InputProps, "children"> {
  /** Among others that narrow down what is shown: small, and nothing is said about being optional. */
  narrows?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** A labeled line of text. */
export function TextField({ label, help, error, required = false, narrows = false, ...input }: TextProps) {
  return (
    <FieldFrame label={label} help={help} error={error} required={required} narrows={narrows}>
      <Input {...(narrows && { size: "sm" })} {...input} />
    </FieldFrame>
  );
}

/** The same for some lines. */
export function LinesField({ label, help, error, required = false, ...lines }: Named & TextareaProps) {
  return (
    <FieldFrame label={label} help={help} error={error} required={required}>
      <Textarea {...lines} />
    </FieldFrame>
  );
}
