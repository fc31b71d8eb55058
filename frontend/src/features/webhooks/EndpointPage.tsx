import { Text } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router";
import { hasCode } from "../../api/problem";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { PageHead, Panel } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { Back } from "../invoices/parts";
import { EndpointView } from "./EndpointView";
import { endpoint } from "./load";
import { useWebhookScope } from "./scope";

export function EndpointPage() {
  const scope = useWebhookScope();
  const { endpoint: id = "" } = useParams();
  const [deleting, setDeleting] = useState(false);
  const asked = useQuery({ ...endpoint(scope, id), enabled: !deleting });
  const back = <Back to={scope.base}>All endpoints</Back>;
  if (hasCode(asked.error, "webhook_endpoint_not_found")) {
    return (
      <>
        <title>No endpoint · Weir</title>
        {back}
        <PageHead title="There is no endpoint with this id" about="It may be mistyped, or the endpoint was deleted." />
        <Panel maxW="2xl">
          <Text>The audit trail keeps what was done to an endpoint, also when it is there no more.</Text>
        </Panel>
      </>
    );
  }
  if (asked.data) {
    return (
      <>
        {back}
        <EndpointView
          key={id}
          endpoint={asked.data}
          now={asked.dataUpdatedAt}
          watched={!deleting}
          deleting={setDeleting}
        />
      </>
    );
  }
  if (!asked.isError) return <PageSkeleton />;
  return (
    <>
      <title>Webhooks · Weir</title>
      {back}
      <ProblemView title="The endpoint could not be loaded" problem={asked.error} retry={() => void asked.refetch()} />
    </>
  );
}
