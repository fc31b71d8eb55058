import { SimpleGrid } from "@chakra-ui/react";
import { problemAt } from "../../api/problem";
import { TextField } from "../../ui/Field";
import { countryWords } from "../invoices/words";
import { textOf } from "../plans/fields";
import { type Draft, pointerOf } from "./profile";

interface Props {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  wrong: Partial<Record<keyof Draft, string>>;
  problem: unknown;
  readOnly: boolean;
}

export function BuyerFields({ draft, change, wrong, problem, readOnly }: Props) {
  const field = (member: keyof Draft, label: string, maxLength: number) => ({
    label,
    maxLength,
    readOnly,
    ...textOf(draft, member, change),
    error: wrong[member] ?? problemAt(problem, pointerOf(member)),
  });
  const { country } = draft;
  return (
    <SimpleGrid columns={{ base: 1, md: 2 }} gap="5">
      <TextField {...field("legal_name", "Legal name", 255)} autoComplete="organization" />
      <TextField
        {...field("tax_id", "Tax id", 64)}
        autoComplete="off"
        spellCheck={false}
        help="VAT number, EIN, GSTIN or another."
      />
      <TextField {...field("line1", "Street and number", 255)} autoComplete="address-line1" />
      <TextField {...field("line2", "What else helps to find it", 255)} autoComplete="address-line2" />
      <TextField {...field("postal_code", "Postal code", 32)} autoComplete="postal-code" />
      <TextField {...field("city", "City", 255)} autoComplete="address-level2" />
      <TextField {...field("region", "State, province or county", 255)} autoComplete="address-level1" />
      <TextField
        {...field("country", "Country", 2)}
        autoComplete="country"
        spellCheck={false}
        onChange={(event) => change({ country: event.currentTarget.value.toUpperCase() })}
        help={/^[A-Z]{2}$/.test(country) ? countryWords(country) : "Two letters: DE, US."}
      />
      <TextField {...field("email", "E-mail for invoices", 254)} type="email" autoComplete="email" spellCheck={false} />
    </SimpleGrid>
  );
}
