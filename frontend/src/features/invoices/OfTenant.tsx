import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { NotFound } from "../../shell/NotFound";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { usePlatformMay } from "../../shell/standing";
import { namedTenant } from "../../shell/tenant";
import { ProblemView } from "../../ui/ProblemView";
import { Back } from "./parts";
import { ScopeContext } from "./scope";

interface Props {
  needs: Parameters<typeof usePlatformMay>[0];
  title: string; // while the tenant is not there
  children: ReactNode;
}

/** What staff see of the tenant that the address names: asked about from outside, so the tenant is not entered. */
export function OfTenant({ needs, title, children }: Props) {
  const mayRead = usePlatformMay(needs);
  const { tenant: which = "" } = useParams();
  const tenant = useQuery({ ...namedTenant(which), enabled: mayRead });
  if (!mayRead) return <NotFound />;
  if (tenant.data) {
    return (
      <ScopeContext
        key={tenant.data.id}
        value={{ tenant: tenant.data, inside: false, base: `/tenants/${which}/invoices` }}
      >
        {children}
      </ScopeContext>
    );
  }
  if (!tenant.isError) return <PageSkeleton />;
  return (
    <>
      <title>{`${title} · Weir`}</title>
      <Back to="/tenants">All tenants</Back>
      <ProblemView title="The tenant could not be loaded" problem={tenant.error} retry={() => void tenant.refetch()} />
    </>
  );
}
