import { Button, Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { formatMoney } from "../../exact/decimal";
import { Confirm } from "../../ui/Confirm";
import { say } from "../../ui/said";
import type { Invoice } from "./load";
import { charge, defaultMethod, type Method, nameOf } from "./methods";
import { attemptWords } from "./online";
import { useScope, useScopeMay } from "./scope";
import { openAmount } from "./words";

/** For who has a card that is kept: nothing has to be entered. */
export function ChargeKept({ invoice }: { invoice: Invoice }) {
  const scope = useScope();
  const mayRead = useScopeMay("payments_read");
  const kept = useQuery({ ...defaultMethod(scope), enabled: mayRead });
  const [asks, setAsks] = useState(false);
  if (!kept.data) return null;
  return (
    <>
      <Button variant="outline" onClick={() => setAsks(true)}>
        Charge {nameOf(kept.data)}
      </Button>
      {asks && <Ask invoice={invoice} method={kept.data} close={() => setAsks(false)} />}
    </>
  );
}

function Ask({ invoice, method, close }: { invoice: Invoice; method: Method; close: () => void }) {
  const scope = useScope();
  const client = useQueryClient();
  // For as long as the dialog is open: whoever tries again after an error is charged once.
  const [once] = useState(onceKeys);
  async function run() {
    try {
      const { state } = await charge(once, scope, invoice.id, method.id);
      say(`The payment is ${attemptWords[state]}.`);
    } finally {
      await client.invalidateQueries({ queryKey: ["payments"] });
      await client.invalidateQueries({ queryKey: ["payment_methods"] });
      await client.invalidateQueries({ queryKey: ["invoices"] });
    }
  }
  return (
    <Confirm title="Pay with what is kept?" act="Charge it" failed="It was not charged" run={run} close={close}>
      <Text>
        {nameOf(method)} is charged {formatMoney(openAmount(invoice), invoice.currency)} at once.
      </Text>
    </Confirm>
  );
}
