import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api, body } from "../../api/client";
import { onceKeys } from "../../api/once";
import { useKeptSearch } from "../../shell/tenant";
import { PageHead } from "../../ui/Panel";
import { say } from "../../ui/said";
import { emptyPlan, type PlanDraft, toSend } from "./draft";
import { Back } from "./parts";
import { PlanEditor } from "./PlanEditor";

export function NewPlanPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const kept = useKeptSearch();
  const [once] = useState(onceKeys);

  async function send(draft: PlanDraft) {
    const sent = { code: draft.code.trim(), ...toSend(draft) };
    const made = await once(sent, (key) =>
      body(api.POST("/api/v1/plans", { params: { header: { "Idempotency-Key": key } }, body: sent })),
    );
    await client.invalidateQueries({ queryKey: ["plans"] });
    say(`${made.name} is there. Tenants are subscribed to it on the page Tenants.`);
    void navigate(`/plans/${made.id}${kept}`);
  }

  return (
    <>
      <title>New plan · Weir</title>
      <Back />
      <PageHead
        title="New plan"
        about="Its first version. Versions are never edited: another price is another version."
      />
      <PlanEditor first={emptyPlan} isNew act="Make the plan" failed="The plan was not made" send={send} />
    </>
  );
}
