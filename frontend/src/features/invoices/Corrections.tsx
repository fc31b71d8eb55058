import { Box, List, Skeleton, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { formatMoney } from "../../exact/decimal";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { corrections, type Invoice, invoice as invoiceOf } from "./load";
import { IdLink, InvoiceLink, StateBadge } from "./parts";
import { useScope } from "./scope";
import { titleOf } from "./words";

function Original({ id }: { id: string }) {
  const { data } = useQuery(invoiceOf(useScope(), id));
  return (
    <Text>
      It is about usage that came after <IdLink id={id}>{data ? titleOf(data) : "another invoice"}</IdLink>.
    </Text>
  );
}

/** The invoice that it is of, and those that are of it. */
export function Corrections({ invoice }: { invoice: Invoice }) {
  const scope = useScope();
  const issued = invoice.number !== null;
  const asked = useQuery({ ...corrections(scope, invoice.id), enabled: issued });
  if (asked.isLoading) return <Skeleton h="16" aria-busy="true" />;
  const found = asked.data?.found ?? [];
  const whole = asked.data?.whole ?? true;
  if (invoice.corrects === null && found.length === 0 && whole && !asked.isError) return null;
  return (
    <Section title="Corrections">
      {invoice.corrects !== null && <Original id={invoice.corrects} />}
      {asked.isError && (
        <ProblemView
          title="What corrects it could not be loaded"
          problem={asked.error}
          retry={() => void asked.refetch()}
        />
      )}
      {found.length > 0 && (
        <Box>
          <Text id="corrected-by">Usage that came after it is billed by:</Text>
          <List.Root aria-labelledby="corrected-by" ps="5">
            {found.map((one) => (
              <List.Item key={one.id}>
                <InvoiceLink of={one} base={scope.base} />, {formatMoney(one.total, one.currency)}{" "}
                <StateBadge state={one.state} />
              </List.Item>
            ))}
          </List.Root>
        </Box>
      )}
      {!whole && <Text color="fg.muted">Only the newest 500 invoices were looked at for what corrects it.</Text>}
    </Section>
  );
}
