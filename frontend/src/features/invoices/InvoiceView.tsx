import { Alert, HStack, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { hasCode } from "../../api/problem";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { type Fact, Facts } from "../../ui/Facts";
import { Id } from "../../ui/Id";
import { ListTable } from "../../ui/ListTable";
import { PageHead } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { inZone } from "../subscriptions/words";
import { Actions } from "./Actions";
import { Attempts } from "./Attempts";
import { Collecting } from "./Collecting";
import { Corrections } from "./Corrections";
import { Explain } from "./Explain";
import { Files } from "./Files";
import { History } from "./History";
import { lineColumns } from "./LinesTable";
import { type Invoice, invoice as invoiceOf, useLines } from "./load";
import { Amounts, Back, StateBadge } from "./parts";
import { Parties } from "./Parties";
import { Payments } from "./Payments";
import { PayNow } from "./PayNow";
import { Pushed } from "./Pushed";
import { useScope } from "./scope";
import { amountRows, dayWords, periodWords, taxNotes, titleOf } from "./words";

/** One invoice with all that it follows from. */
export function InvoiceView() {
  const scope = useScope();
  const { invoice: id = "" } = useParams();
  const asked = useQuery(invoiceOf(scope, id));
  const missing = hasCode(asked.error, "invoice_not_found") || (asked.data && asked.data.tenant_id !== scope.tenant.id);
  if (missing) {
    return (
      <>
        <title>Invoices · Weir</title>
        <Back to={scope.base}>All invoices</Back>
        <PageHead title="There is no such invoice" about={`${scope.tenant.name} has none with this id.`} />
      </>
    );
  }
  if (asked.data) return <Shown key={asked.data.id} invoice={asked.data} />;
  if (!asked.isError) return <PageSkeleton />;
  return (
    <>
      <title>Invoices · Weir</title>
      <Back to={scope.base}>All invoices</Back>
      <PageHead title="Invoice" about={`Of ${scope.tenant.name}.`} />
      <ProblemView title="The invoice could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
    </>
  );
}

const standings: Partial<Record<Invoice["state"], string>> = {
  draft: "It is not issued yet: it waits for a person, and each run makes it anew.",
  past_due: "The last day to pay it has passed.",
  uncollectible: "Nobody expects its money any more; it can still be paid.",
  void: "It is void and asks for nothing. What it billed is billed anew.",
  discarded: "This draft was made anew; another one stands for it.",
};

function Shown({ invoice }: { invoice: Invoice }) {
  const { tenant, base } = useScope();
  const title = titleOf(invoice);
  const lines = useLines(useScope(), invoice);
  const about = standings[invoice.state];
  const facts: Fact[] = [
    ["State", <StateBadge key="state" state={invoice.state} />],
    ["Period", periodWords(invoice.period)],
    ["Issued", invoice.issued_on === null ? "not yet" : dayWords(invoice.issued_on)],
    ["To be paid until", invoice.due_on === null ? "nothing is due" : dayWords(invoice.due_on)],
    ["Reckoned as of", inZone(invoice.as_of, tenant.time_zone)],
    ["Id", <Id key="id" value={invoice.id} label="the invoice's id" />],
  ];
  return (
    <>
      <title>{`${title} · Weir`}</title>
      <Back to={base}>All invoices</Back>
      <PageHead title={title} about={`What ${tenant.name} is billed, in ${invoice.currency}.`}>
        <HStack gap="2" wrap="wrap">
          <Actions invoice={invoice} />
        </HStack>
      </PageHead>
      <Stack gap="5">
        {about !== undefined && (
          <Alert.Root status={invoice.state === "past_due" ? "warning" : "info"} variant="surface" rounded="lg">
            <Alert.Indicator />
            <Alert.Title fontWeight="normal">{about}</Alert.Title>
          </Alert.Root>
        )}
        <PayNow invoice={invoice} />
        <Section title="In short">
          <Facts of={facts} />
        </Section>
        <Corrections invoice={invoice} />
        <Section title="Amounts">
          <Amounts rows={amountRows(invoice)} notes={taxNotes(invoice.taxes)} />
        </Section>
        <Section title="Lines" about="Steps are exact; a line is rounded once. Periods are days of the tenant's clock.">
          <ListTable
            name="Lines of the invoice"
            columns={[
              ...lineColumns({ currency: invoice.currency, zone: tenant.time_zone }),
              { title: "More", quiet: true, cell: (line) => <Explain invoice={invoice} line={line} /> },
            ]}
            keyOf={({ number }) => `${number}`}
            list={lines}
            empty={<Skeleton h="9" />}
          />
        </Section>
        <Files invoice={invoice} />
        <Payments invoice={invoice} />
        <Attempts invoice={invoice} />
        <Collecting invoice={invoice} />
        <Pushed invoice={invoice} />
        <Parties invoice={invoice} />
        <History invoice={invoice} />
        <Text color="fg.muted" fontSize="xs" overflowWrap="anywhere">
          SHA-256 of all that it follows from: <code>{invoice.inputs_hash}</code>
        </Text>
      </Stack>
    </>
  );
}
