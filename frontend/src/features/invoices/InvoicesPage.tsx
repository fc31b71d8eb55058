import { NotAllowed } from "../../shell/NotAllowed";
import { useMay } from "../../shell/standing";
import { useTenant } from "../../shell/tenant";
import { MoneyPages } from "./MoneyPages";
import { ScopeContext } from "./scope";

/** What a tenant is billed, for its own people. */
export default function InvoicesPage() {
  return useMay("invoices_read") ? <Own /> : <NotAllowed title="Invoices" who="owners, admins and billing" />;
}

function Own() {
  const tenant = useTenant();
  return (
    <ScopeContext value={{ tenant, inside: true, base: "/invoices" }}>
      <MoneyPages key={tenant.id} />
    </ScopeContext>
  );
}
