import { Button, SimpleGrid, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { compare, formatMoney, subtract } from "../../exact/decimal";
import { PlusIcon } from "../../ui/icons";
import { Nothing } from "../../ui/Nothing";
import { Panel } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { useScope, useStaffMay } from "../invoices/scope";
import { Grant } from "./Grant";
import { Grants } from "./Grants";
import { Ledger } from "./Ledger";
import { type Balance, balances } from "./load";

/** What a tenant has ahead, from what, and what became of it. */
export function CreditsView() {
  const scope = useScope();
  const mayGrant = useStaffMay("credits_write");
  const asked = useQuery(balances(scope));
  const [granting, setGranting] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const add = mayGrant && (
    <Button size="sm" onClick={() => setGranting(true)}>
      <PlusIcon /> Grant a credit
    </Button>
  );
  const currencies = asked.data?.map(({ currency }) => currency) ?? [];
  const currency = currencies.find((one) => one === chosen) ?? currencies[0];
  return (
    <Stack gap="5">
      {asked.isError && (
        <ProblemView title="The credits could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
      )}
      {asked.isPending && <Skeleton h="64" aria-busy="true" />}
      {asked.data && currency === undefined && (
        <Nothing
          title="There are no credits"
          about="Credits are used by invoices before they ask for money. A credit note makes one, and staff of the platform grant others."
        >
          {add}
        </Nothing>
      )}
      {asked.data && currency !== undefined && (
        <>
          <SimpleGrid as="ul" listStyleType="none" columns={{ base: 1, sm: 2, lg: 3 }} gap="5" aria-label="Balances">
            {asked.data.map((balance) => (
              <Card key={balance.currency} balance={balance} />
            ))}
          </SimpleGrid>
          <Section
            title="Credits"
            about="Invoices use those of lower priority first; of equal ones that which expires first. Times are of the tenant's clock."
            action={add}
          >
            <Grants />
          </Section>
          <Section title="Ledger" about="It only grows: each entry has the balance after it.">
            <Ledger currency={currency} currencies={currencies} choose={setChosen} />
          </Section>
        </>
      )}
      {granting && <Grant tenant={scope.tenant} close={() => setGranting(false)} />}
    </Stack>
  );
}

function Card({ balance: { currency, balance, available } }: { balance: Balance }) {
  const expired = subtract(balance, available);
  return (
    <Panel as="li">
      <Text color="fg.muted">Available in {currency}</Text>
      <Text fontSize="2xl" fontWeight="semibold" fontVariantNumeric="tabular-nums" overflowWrap="anywhere">
        {formatMoney(available, currency)}
      </Text>
      {compare(expired, "0") !== 0 && (
        <Text color="fg.muted" fontSize="xs">
          {formatMoney(expired, currency)} more have expired; the ledger says so within an hour.
        </Text>
      )}
    </Panel>
  );
}
