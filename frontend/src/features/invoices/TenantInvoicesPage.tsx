import { MoneyPages } from "./MoneyPages";
import { OfTenant } from "./OfTenant";

/** What a tenant is billed, for staff. */
export default function TenantInvoicesPage() {
  return (
    <OfTenant needs="invoices_read" title="Invoices of a tenant">
      <MoneyPages />
    </OfTenant>
  );
}
