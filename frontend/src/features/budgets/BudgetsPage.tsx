import { NotAllowed } from "../../shell/NotAllowed";
import { useMay } from "../../shell/standing";
import { useTenant } from "../../shell/tenant";
import { ScopeContext } from "../invoices/scope";
import { BudgetsView } from "./BudgetsView";

/** Budgets of a tenant, for its own people. */
export default function BudgetsPage() {
  return useMay("budgets_read") ? <Own /> : <NotAllowed title="Budgets" who="the people of the tenant" />;
}

function Own() {
  const tenant = useTenant();
  return (
    <ScopeContext value={{ tenant, inside: true, base: "/invoices" }}>
      <BudgetsView key={tenant.id} />
    </ScopeContext>
  );
}
