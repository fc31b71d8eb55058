import { Field, Input, type InputProps } from "@chakra-ui/react";
import type { ReactNode } from "react";

interface Props extends Omit<InputProps, "children"> {
  label: string;
  help?: ReactNode;
  error?: string | undefined;
  /** Among others that narrow down what is shown: small, and nothing is said about being optional. */
  narrows?: boolean;
}

/** A labeled line of text with what it is for and what is wrong with it. */
export function TextField({ label, help, error, required, narrows = false, ...input }: Props) {
  return (
    <Field.Root required={required ?? false} invalid={error !== undefined}>
      <Field.Label {...(narrows && { fontSize: "xs", color: "fg.muted" })}>
        {label}
        {required !== true && !narrows && (
          <Field.RequiredIndicator
            fallback={
              <Field.HelperText as="span" fontWeight="normal">
                optional
              </Field.HelperText>
            }
          />
        )}
      </Field.Label>
      <Input {...(narrows && { size: "sm" })} {...input} />
      {error !== undefined ? (
        <Field.ErrorText>{error}</Field.ErrorText>
      ) : (
        help !== undefined && <Field.HelperText>{help}</Field.HelperText>
      )}
    </Field.Root>
  );
}
