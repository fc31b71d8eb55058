import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { NotFound } from "../../shell/NotFound";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { usePlatformMay } from "../../shell/standing";
import { namedTenant } from "../../shell/tenant";
import { ProblemView } from "../../ui/ProblemView";
import { Back } from "../invoices/parts";
import { ScopeContext } from "../invoices/scope";
import { BudgetsView } from "./BudgetsView";

/** Budgets of a tenant, for staff: asked about from outside, so the tenant is not entered. */
export default function TenantBudgetsPage() {
  const mayRead = usePlatformMay("budgets_read");
  const { tenant: which = "" } = useParams();
  const tenant = useQuery({ ...namedTenant(which), enabled: mayRead });
  if (!mayRead) return <NotFound />;
  if (tenant.data) {
    return (
      <ScopeContext value={{ tenant: tenant.data, inside: false, base: `/tenants/${which}/invoices` }}>
        <BudgetsView key={tenant.data.id} />
      </ScopeContext>
    );
  }
  if (!tenant.isError) return <PageSkeleton />;
  return (
    <>
      <title>Budgets of a tenant · Weir</title>
      <Back to="/tenants">All tenants</Back>
      <ProblemView title="The tenant could not be loaded" problem={tenant.error} retry={() => void tenant.refetch()} />
    </>
  );
}
