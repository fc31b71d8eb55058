import { SimpleGrid, Stack, Switch, Text } from "@chakra-ui/react";
import { hasCode, problemAt } from "../../api/problem";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { chosen, textOf } from "../plans/fields";
import { TaxRatesField } from "./TaxRatesField";
import { type Issuer, offeredRates, pointerOfTerm, type TaxRate, type Terms } from "./terms";

interface Props {
  terms: Terms;
  change: (part: Partial<Terms>) => void;
  lists: { issuers: readonly Issuer[]; rates: readonly TaxRate[] };
  /** Codes of the rates that the tenant has now. */
  held: readonly string[];
  wrong: Partial<Record<keyof Terms, string>>;
  problem: unknown;
}

const ways = ["automatic", "by_hand"] as const;
const wayWords = { automatic: "at once", by_hand: "by a person: until then they are drafts" };

export function TermsFields({ terms, change, lists, held, wrong, problem }: Props) {
  const error = (term: keyof Terms) => wrong[term] ?? problemAt(problem, pointerOfTerm(term));
  const day = hasCode(problem, "billing_day_fixed") ? "It is fixed: the tenant has a subscription." : undefined;
  const isTaxed = terms.taxRates.length > 0;
  const first = lists.issuers[0];
  return (
    <Stack gap="5">
      <SimpleGrid columns={{ base: 1, md: 2 }} gap="5">
        <Choice
          form
          label="From"
          width="full"
          value={terms.issuer}
          options={[
            { value: "", label: `The one that was made first${first ? ` (${first.legal_name})` : ""}` },
            ...lists.issuers.map(({ code, legal_name }) => ({ value: code, label: `${legal_name} (${code})` })),
          ]}
          onChoose={(issuer) => change({ issuer })}
          error={error("issuer")}
        />
        <TextField
          label="Months begin on day"
          required
          inputMode="numeric"
          {...textOf(terms, "billingDay", change)}
          help="31 means the last day of a shorter month. Fixed once there is a subscription."
          error={error("billingDay") ?? day}
        />
      </SimpleGrid>
      <TaxRatesField
        offered={offeredRates(lists.rates, [...held, ...terms.taxRates])}
        chosen={terms.taxRates}
        set={(codes) => change({ taxRates: codes })}
        error={error("taxRates")}
      />
      {isTaxed ? (
        <Switch.Root checked={terms.taxInclusive} onCheckedChange={({ checked }) => change({ taxInclusive: checked })}>
          <Switch.HiddenInput />
          <Switch.Control />
          <Switch.Label>Prices have the taxes in</Switch.Label>
        </Switch.Root>
      ) : (
        <SimpleGrid columns={{ base: 1, md: 2 }} gap="5">
          <TextField
            label="Why no tax is due"
            maxLength={255}
            {...textOf(terms, "exemptionReason", change)}
            help="As invoices say it: Reverse charge."
            error={error("exemptionReason")}
          />
          <TextField
            label="The same as a code"
            maxLength={64}
            spellCheck={false}
            {...textOf(terms, "exemptionCode", change)}
            help="Of the list VATEX, for e-invoices."
            error={error("exemptionCode")}
          />
        </SimpleGrid>
      )}
      <SimpleGrid columns={{ base: 1, md: 2 }} gap="5">
        <Choice
          form
          label="Invoices are finalized"
          width="full"
          value={terms.finalize}
          options={ways.map((value) => ({ value, label: wayWords[value] }))}
          onChoose={(value) => change({ finalize: chosen(ways, value, terms.finalize) })}
          error={error("finalize")}
        />
        <TextField
          label="Hours that late usage is waited for"
          required
          inputMode="numeric"
          {...textOf(terms, "graceHours", change)}
          error={error("graceHours")}
        />
        <TextField
          label="Most lines without a person"
          inputMode="numeric"
          {...textOf(terms, "mostLines", change)}
          error={error("mostLines")}
        />
        <TextField
          label="Most that is due without a person"
          inputMode="numeric"
          {...textOf(terms, "mostAmount", change)}
          help="In minor units of whatever currency an invoice has: 100000 is 1,000.00."
          error={error("mostAmount")}
        />
      </SimpleGrid>
      <Text color="fg.muted">An invoice beyond these bounds parks the tenant until somebody has looked at it.</Text>
    </Stack>
  );
}
