import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { NotFound } from "../../shell/NotFound";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { usePlatformMay } from "../../shell/standing";
import { namedTenant } from "../../shell/tenant";
import { ProblemView } from "../../ui/ProblemView";
import { MoneyPages } from "./MoneyPages";
import { Back } from "./parts";
import { ScopeContext } from "./scope";

/** What a tenant is billed, for staff: asked about from outside, so the tenant is not entered. */
export default function TenantInvoicesPage() {
  const mayRead = usePlatformMay("invoices_read");
  const { tenant: which = "" } = useParams();
  const tenant = useQuery({ ...namedTenant(which), enabled: mayRead });
  if (!mayRead) return <NotFound />;
  if (tenant.data) {
    return (
      <ScopeContext value={{ tenant: tenant.data, inside: false, base: `/tenants/${which}/invoices` }}>
        <MoneyPages key={tenant.data.id} />
      </ScopeContext>
    );
  }
  if (!tenant.isError) return <PageSkeleton />;
  return (
    <>
      <title>Invoices of a tenant · Weir</title>
      <Back to="/tenants">All tenants</Back>
      <ProblemView title="The tenant could not be loaded" problem={tenant.error} retry={() => void tenant.refetch()} />
    </>
  );
}
