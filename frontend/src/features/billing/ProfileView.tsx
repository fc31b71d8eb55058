import { Skeleton, Stack } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Facts } from "../../ui/Facts";
import { ProblemView } from "../../ui/ProblemView";
import { Section } from "../../ui/Section";
import { useScope, useScopeMay, useStaffMay } from "../invoices/scope";
import { BuyerForm } from "./BuyerForm";
import { load, type Loaded } from "./profile";
import { TermsForm } from "./TermsForm";
import { profileFacts } from "./words";

/** Who invoices are to, and how they are made. */
export function ProfileView() {
  const scope = useScope();
  const first = useQuery({
    queryKey: ["billing profile", scope.tenant.id, scope.inside],
    queryFn: ({ signal }) => load(scope, signal),
    // What is being written is not to change under the hands of who writes it.
    staleTime: Infinity,
    gcTime: 0,
  });
  if (first.data) return <Shown key={scope.tenant.id} first={first.data} />;
  if (!first.isError) return <Skeleton h="64" aria-busy="true" />;
  return (
    <ProblemView
      title="How it is billed could not be loaded"
      problem={first.error}
      retry={() => void first.refetch()}
    />
  );
}

function Shown({ first }: { first: Loaded }) {
  const { tenant, inside } = useScope();
  const mayWrite = useScopeMay("billing_profile_write");
  const maySayHow = useStaffMay("billing_profile_write");
  const [now, setNow] = useState(first);
  return (
    <Stack gap="5">
      <Section
        title="Who invoices are to"
        about="Invoices that are made from now on have it; those that were made keep what they have."
      >
        <BuyerForm now={now} set={setNow} mayWrite={mayWrite} />
      </Section>
      <Section
        title="How they are made"
        about={
          inside
            ? "The company that runs this server says so."
            : `What ${tenant.name} does not change itself. Invoices that were made keep what they have.`
        }
      >
        {maySayHow ? <TermsForm now={now} set={setNow} /> : <Facts of={profileFacts(now.profile)} />}
      </Section>
    </Stack>
  );
}
