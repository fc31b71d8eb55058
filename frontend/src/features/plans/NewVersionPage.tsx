import { Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { api, body } from "../../api/client";
import { onceKeys } from "../../api/once";
import { ApiProblem, reworded } from "../../api/problem";
import { PageSkeleton } from "../../shell/PageSkeleton";
import { useKeptSearch } from "../../shell/tenant";
import { PageHead, Panel } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { draftOf, type PlanDraft, toSend } from "./draft";
import { type Loaded, plan } from "./load";
import { Back } from "./parts";
import { PlanEditor } from "./PlanEditor";

export function NewVersionPage() {
  const { plan: which = "" } = useParams();
  // What is being written is not to change under the hands of who writes it.
  const latest = useQuery({ ...plan(which), queryKey: ["plan to edit", which], staleTime: Infinity, gcTime: 0 });
  if (latest.data) return <Versioned key={which} latest={latest.data} />;
  if (latest.isError) {
    return (
      <>
        <title>New version · Weir</title>
        <Back />
        <ProblemView title="The plan could not be loaded" problem={latest.error} retry={() => void latest.refetch()} />
      </>
    );
  }
  return <PageSkeleton />;
}

function Versioned({ latest: { plan: before, tag } }: { latest: Loaded }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const kept = useKeptSearch();
  const [once] = useState(onceKeys);
  const next = before.latest_version + 1;

  async function send(draft: PlanDraft) {
    const sent = toSend(draft);
    try {
      await once(sent, (key) => {
        const header = { "Idempotency-Key": key, ...(tag !== undefined && { "If-Match": tag }) };
        const params = { path: { plan: before.id }, header };
        return body(api.POST("/api/v1/plans/{plan}/versions", { params, body: sent }));
      });
    } catch (failed) {
      if (failed instanceof ApiProblem && failed.code === "precondition_failed") {
        throw reworded(failed, "The plan has changed meanwhile: look at its latest version, and begin with that one.");
      }
      throw failed;
    }
    await client.invalidateQueries({ queryKey: ["plans"] });
    say(
      `Version ${next} of ${draft.name || before.code} is there. Who has subscribed keeps the version that they have.`,
    );
    void navigate(`/plans/${before.id}${kept}`);
  }

  return (
    <>
      <title>{`New version of ${before.name} · Weir`}</title>
      <Back to={before} />
      <PageHead
        title={`Version ${next} of ${before.name}`}
        about="New subscriptions get it. Those that are there keep their version until they are changed."
      />
      {before.state === "active" ? (
        <PlanEditor
          first={draftOf(before)}
          isNew={false}
          act={`Make version ${next}`}
          failed="The version was not made"
          send={send}
        />
      ) : (
        <Panel maxW="2xl">
          <Text>The plan is archived: it gets no versions any more.</Text>
        </Panel>
      )}
    </>
  );
}
