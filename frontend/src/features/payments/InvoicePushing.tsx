import { Button, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { usePlatformMay } from "../../shell/standing";
import { Confirm } from "../../ui/Confirm";
import { Instant } from "../../ui/Instant";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { change, ofProviders, type Provider, secretsOf } from "./providers";

const about =
  "Finalized invoices are put into the account too, as Stripe's own: line by line, once each, and with what became of " +
  "them. Stripe sends nothing to anybody.";

/** Whether invoices are put into an account at Stripe. */
export function InvoicePushing({ of }: { of: Provider }) {
  const client = useQueryClient();
  const mayWrite = usePlatformMay("payment_providers_write");
  const [isAsking, setAsking] = useState(false);
  const since = of.push_invoices_from ?? null;
  const isOn = since !== null;
  const canBeOn = secretsOf(of, "api_key").length > 0;
  async function turn() {
    try {
      await change(of, { push_invoices: !isOn });
    } finally {
      await client.invalidateQueries({ queryKey: ofProviders });
    }
    say(isOn ? "No more invoices are put into the account." : "Invoices are put into the account from now on.");
  }
  return (
    <Section
      title="Invoices at Stripe"
      about={about}
      action={
        mayWrite &&
        (isOn || canBeOn) && (
          <Button size="sm" variant="outline" colorPalette="gray" onClick={() => setAsking(true)}>
            {isOn ? "Stop pushing invoices" : "Push invoices"}
          </Button>
        )
      }
    >
      <Text>
        {isOn ? (
          <>
            On: those that were finalized since <Instant at={since} />.
          </>
        ) : (
          "Off."
        )}
      </Text>
      {isAsking && (
        <Confirm
          title={isOn ? "Stop pushing invoices?" : "Push invoices from now on?"}
          act={isOn ? "Stop pushing" : "Push them"}
          failed="The account was not changed"
          danger={isOn}
          run={turn}
          close={() => setAsking(false)}
        >
          <Text>
            {isOn
              ? "What was begun is ended, and what is there is still told what becomes of it."
              : "Invoices of tenants who are customers of the account, that are finalized from now on."}
          </Text>
        </Confirm>
      )}
    </Section>
  );
}
