import { useQuery } from "@tanstack/react-query";
import { NotAllowed } from "../../shell/NotAllowed";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { useMay } from "../../shell/standing";
import { useTenant } from "../../shell/tenant";
import { PageHead } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { load } from "./policies";
import { PolicyForm } from "./PolicyForm";

export default function PoliciesPage() {
  return useMay("policies_read") ? <OfTenant /> : <NotAllowed title="Policies" who="owners and admins" />;
}

function OfTenant() {
  const tenant = useTenant();
  const mayWrite = useMay("policies_write");
  const first = useQuery({
    queryKey: ["policies", tenant.id],
    queryFn: ({ signal }) => load(tenant.id, signal),
    // What is being written is not to change under the hands of who writes it.
    staleTime: Infinity,
    gcTime: 0,
  });
  return (
    <>
      <title>Policies · Weir</title>
      <PageHead title="Policies" about={`What ${tenant.name} asks of its people and keys.`} />
      {first.data ? (
        <PolicyForm key={tenant.id} tenant={tenant} first={first.data} mayWrite={mayWrite} />
      ) : first.isError ? (
        <ProblemView
          title="The policies could not be loaded"
          problem={first.error}
          retry={() => void first.refetch()}
        />
      ) : (
        <PageSkeleton />
      )}
    </>
  );
}
