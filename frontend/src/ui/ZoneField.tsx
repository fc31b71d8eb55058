import { useId } from "react";
import { TextField } from "./Field";

interface Props {
  label: string;
  value: string;
  onChange: (zone: string) => void;
  help: string;
  error?: string | undefined;
  placeholder?: string;
  required?: boolean;
}

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

/** A time zone by its IANA name; the browser offers those that fit what was typed. */
export function ZoneField({ onChange, required = true, ...field }: Props) {
  const list = useId();
  return (
    <>
      <TextField
        {...field}
        required={required}
        list={list}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id={list}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
