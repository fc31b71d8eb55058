import { OfTenant } from "../invoices/OfTenant";
import { BudgetsView } from "./BudgetsView";

/** Budgets of a tenant, for staff. */
export default function TenantBudgetsPage() {
  return (
    <OfTenant needs="budgets_read" title="Budgets of a tenant">
      <BudgetsView />
    </OfTenant>
  );
}
