import { Alert, Box } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { formatMoney } from "../../exact/decimal";
import { declined } from "./online";
import { IdLink } from "./parts";
import { useScope, useScopeMay } from "./scope";

/** That a payment was declined, wherever the tenant's invoices are listed. */
export function Declined() {
  const scope = useScope();
  const mayRead = useScopeMay("payments_read");
  const asked = useQuery({ ...declined(scope), enabled: scope.inside && mayRead });
  const latest = asked.data?.[0];
  if (latest === undefined) return null;
  return (
    <Box mb="4">
      <Alert.Root status="error" variant="surface" rounded="lg">
        <Alert.Indicator />
        <Alert.Title fontWeight="normal">
          A payment of {formatMoney(latest.amount, latest.currency)} was declined.{" "}
          <IdLink id={latest.invoice_id}>See the invoice and pay it another way</IdLink>
        </Alert.Title>
      </Alert.Root>
    </Box>
  );
}
