import { Checkbox, Fieldset, Text } from "@chakra-ui/react";
import { formatPercent } from "../../exact/decimal";
import type { TaxRate } from "./terms";

interface Props {
  offered: readonly TaxRate[];
  chosen: readonly string[];
  set: (codes: readonly string[]) => void;
  error: string | undefined;
}

/** In the order in which they are chosen, which is that of invoices. */
export function TaxRatesField({ offered, chosen, set, error }: Props) {
  return (
    <Fieldset.Root invalid={error !== undefined}>
      <Fieldset.Legend fontSize="sm">Tax rates</Fieldset.Legend>
      <Fieldset.HelperText>
        {chosen.length < 2
          ? "All that are chosen are due on each line. Without any no tax is."
          : `All of them are due on each line, on invoices in this order: ${chosen.join(", ")}.`}
      </Fieldset.HelperText>
      <Fieldset.Content gap="3">
        {offered.length === 0 && (
          <Text color="fg.muted">There is no tax rate yet: POST /api/v1/tax-rates makes one.</Text>
        )}
        {offered.map(({ code, name, jurisdiction, rate, archived_at }) => (
          <Checkbox.Root
            key={code}
            alignItems="flex-start"
            checked={chosen.includes(code)}
            onCheckedChange={({ checked }) =>
              set(checked === true ? [...chosen, code] : chosen.filter((one) => one !== code))
            }
          >
            <Checkbox.HiddenInput />
            <Checkbox.Control mt="0.5" />
            <Checkbox.Label>
              {name} ({jurisdiction}), {formatPercent(rate)}
              {archived_at !== null && ", archived: once taken away it is not given again"}
            </Checkbox.Label>
          </Checkbox.Root>
        ))}
      </Fieldset.Content>
      <Fieldset.ErrorText>{error}</Fieldset.ErrorText>
    </Fieldset.Root>
  );
}
