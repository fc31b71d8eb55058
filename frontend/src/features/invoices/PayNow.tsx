import { Alert, Button, Checkbox, Stack, Wrap } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { formatMoney } from "../../exact/decimal";
import { useAction } from "../../ui/action";
import { goElsewhere } from "../../ui/elsewhere";
import { ProblemView } from "../../ui/ProblemView";
import { ChargeKept } from "./ChargeKept";
import type { Invoice } from "./load";
import { attempts, pageOf } from "./online";
import { useScope, useScopeMay } from "./scope";
import { openAmount } from "./words";

function isPayable({ state, kind }: Invoice): boolean {
  return (state === "finalized" || state === "past_due") && kind !== "credit_note";
}

/** To the payment provider's page, for what is still open. */
export function PayNow({ invoice }: { invoice: Invoice }) {
  const scope = useScope();
  const mayPay = useScopeMay("payments_write");
  const mayRead = useScopeMay("payments_read");
  const client = useQueryClient();
  const [search] = useSearchParams();
  const [keep, setKeep] = useState(false);
  const tried = useQuery({ ...attempts(scope, invoice.id), enabled: mayRead && isPayable(invoice) });
  const action = useAction(async () => {
    try {
      await goElsewhere(await pageOf(scope, invoice.id, keep));
    } finally {
      await client.invalidateQueries({ queryKey: ["payments"] });
      await client.invalidateQueries({ queryKey: ["invoices"] });
    }
  });
  if (!scope.inside || !isPayable(invoice)) return null;
  const latest = tried.data?.[0];
  const underWay = latest?.state === "processing" || latest?.state === "succeeded" || search.get("paid") === latest?.id;
  const isUnderWay = latest !== undefined && latest.state !== "failed" && latest.state !== "canceled" && underWay;
  return (
    <Stack gap="3" align="flex-start">
      {latest?.state === "failed" && (
        <Alert.Root status="error" variant="surface" rounded="lg">
          <Alert.Indicator />
          <Alert.Content>
            <Alert.Title>The last payment was declined</Alert.Title>
            <Alert.Description>
              {latest.failure_message ?? "The bank did not say why."} Another card or account may do.
            </Alert.Description>
          </Alert.Content>
        </Alert.Root>
      )}
      {isUnderWay && (
        <Alert.Root status="info" variant="surface" rounded="lg">
          <Alert.Indicator />
          <Alert.Title fontWeight="normal">
            A payment is under way. The invoice is paid once the payment provider says so.
          </Alert.Title>
        </Alert.Root>
      )}
      {action.problem !== undefined && <ProblemView title="It cannot be paid now" problem={action.problem} />}
      {mayPay && !isUnderWay && (
        <>
          <Wrap gap="3">
            <Button loading={action.busy} onClick={() => void action.start()}>
              Pay {formatMoney(openAmount(invoice), invoice.currency)} now
            </Button>
            <ChargeKept invoice={invoice} />
          </Wrap>
          <Checkbox.Root checked={keep} onCheckedChange={({ checked }) => setKeep(checked === true)}>
            <Checkbox.HiddenInput />
            <Checkbox.Control />
            <Checkbox.Label>Keep this card for later invoices</Checkbox.Label>
          </Checkbox.Root>
        </>
      )}
    </Stack>
  );
}
