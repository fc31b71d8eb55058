import { Button, Stack } from "@chakra-ui/react";
import type { Ref } from "react";
import { TextField } from "../../ui/Field";

interface Props {
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  /** Whether it is a recovery code that is typed. */
  recovery: boolean;
  /** Nothing: only the app's codes are accepted here. */
  onRecovery?: (recovery: boolean) => void;
}

/** A code of the authenticator app or, for who does not have it at hand, a recovery code. */
export function CodeField({ value, onChange, error, recovery, onRecovery, ...more }: Props) {
  return (
    <Stack gap="2" align="flex-start">
      <TextField
        // Another field, as browsers and password managers see it.
        key={recovery ? "recovery" : "app"}
        label={recovery ? "Recovery code" : "Code"}
        required
        inputMode={recovery ? "text" : "numeric"}
        autoComplete={recovery ? "off" : "one-time-code"}
        autoCapitalize="off"
        spellCheck={false}
        fontFamily="mono"
        maxLength={64}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        help={
          recovery
            ? "One of the ten that you kept. Each works once."
            : "Six digits, which your authenticator app shows now."
        }
        error={error}
        {...more}
      />
      {onRecovery && (
        <Button
          type="button"
          variant="plain"
          size="sm"
          px="0"
          h="auto"
          minH="6"
          textDecoration="underline"
          color="fg"
          onClick={() => {
            onChange("");
            onRecovery(!recovery);
          }}
        >
          {recovery ? "Use a code of the app" : "Use a recovery code"}
        </Button>
      )}
    </Stack>
  );
}
