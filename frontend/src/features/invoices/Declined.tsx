import { Alert, Box } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { formatMoney } from "../../exact/decimal";
import { declined } from "./collections";
import { IdLink } from "./parts";
import { useScope, useScopeMay } from "./scope";

/** That the payment of an invoice was declined that is still open, wherever the tenant's invoices are listed. */
export function Declined() {
  const scope = useScope();
  const mayRead = useScopeMay("invoices_read");
  const asked = useQuery({ ...declined(scope), enabled: scope.inside && mayRead });
  const latest = asked.data?.[0];
  if (latest === undefined) return null;
  return (
    <Box mb="4">
      <Alert.Root status="error" variant="surface" rounded="lg">
        <Alert.Indicator />
        <Alert.Title fontWeight="normal">
          The payment of {latest.invoice_number} was declined, and {formatMoney(latest.amount_due, latest.currency)} are
          still open. <IdLink id={latest.invoice_id}>See the invoice and pay it another way</IdLink>
        </Alert.Title>
      </Alert.Root>
    </Box>
  );
}
