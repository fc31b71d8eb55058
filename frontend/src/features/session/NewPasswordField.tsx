import type { InputProps } from "@chakra-ui/react";
import { TextField } from "../../ui/Field";

const least_characters = 12;

// Characters, not the units of a string.
const lengthOf = (password: string) => Array.from(password).length;

export function isShort(password: string): boolean {
  return lengthOf(password) < least_characters;
}

interface Props extends Pick<InputProps, "type" | "onChange" | "autoFocus"> {
  label: string;
  value: string;
  tried: boolean; // it was sent, or would have been
  refused: string | undefined; // what the server says of it
}

/** A password that is chosen; the server has the last word. */
export function NewPasswordField({ value, tried, refused, ...more }: Props) {
  return (
    <TextField
      required
      autoComplete="new-password"
      value={value}
      help="12 characters or more, and not your address. Some words in a row are fine."
      error={tried && isShort(value) ? `12 characters or more; these are ${lengthOf(value)}.` : refused}
      {...more}
    />
  );
}
