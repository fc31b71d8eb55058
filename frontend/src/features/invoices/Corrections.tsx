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

/** The invoice that it is of, and those that are of it. It stands there in any case, so that nothing moves. */
export function Corrections({ invoice }: { invoice: Invoice }) {
  const scope = useScope();
  const issued = invoice.number !== null;
  const asked = useQuery({ ...corrections(scope, invoice.id), enabled: issued });
  const found = asked.data?.found ?? [];
  const none = invoice.corrects === null && found.length === 0 && asked.data?.whole === true;
  if (!issued && invoice.corrects === null) return null;
  return (
    <Section title="Corrections">
      {invoice.corrects !== null && <Original id={invoice.corrects} />}
      {asked.isLoading && <Skeleton h="5" aria-busy="true" />}
      {none && <Text color="fg.muted">Nothing corrects it.</Text>}
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
      {asked.data?.whole === false && (
        <Text color="fg.muted">Only the newest 500 invoices were looked at for what corrects it.</Text>
      )}
    </Section>
  );
}
