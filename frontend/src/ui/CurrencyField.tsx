import { TextField } from "./Field";

interface Props {
  value: string;
  set: (currency: string) => void;
  help: string;
  error: string | undefined;
}

/** The three letters of a currency, in capitals however they are typed. */
export function CurrencyField({ value, set, help, error }: Props) {
  return (
    <TextField
      label="Currency"
      required
      maxLength={3}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={(event) => set(event.currentTarget.value.toUpperCase())}
      help={help}
      error={error}
    />
  );
}
