import { useQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "react-router";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { PageHead } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { plan, versionIn } from "./load";
import { Back } from "./parts";
import { Simulation } from "./Simulation";

/** A version of the catalogue, tried on past usage. */
export function SimulatePage() {
  const { plan: which = "" } = useParams();
  const [search] = useSearchParams();
  const asked = useQuery(plan(which, versionIn(search.get("version"))));
  if (asked.data) {
    const { plan: tried } = asked.data;
    return (
      <>
        <title>{`Simulate ${tried.name} · Weir`}</title>
        <Back to={tried} />
        <PageHead
          title={`Simulate ${tried.name}`}
          about={`Version ${tried.version}, tried on what tenants have used.`}
        />
        <Simulation tried={{ plan: tried.code, plan_version: tried.version }} ofPlan={tried.code} />
      </>
    );
  }
  if (!asked.isError) return <PageSkeleton />;
  return (
    <>
      <title>Simulate a plan · Weir</title>
      <Back />
      <ProblemView title="The plan could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
    </>
  );
}
