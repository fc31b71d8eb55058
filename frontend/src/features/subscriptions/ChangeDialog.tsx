import { Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { problemAt } from "../../api/problem";
import type { Tenant } from "../../shell/tenant";
import { useAction } from "../../ui/action";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import type { Plan } from "../plans/load";
import { ChangePreview } from "./ChangePreview";
import { change, type Kind, type NewChange, type Subscription } from "./load";
import { PlanFields, type Wanted } from "./PlanFields";
import { previewOfChange } from "./preview";
import { asSeen, now, type When, whenBody, wrongWhen } from "./when";
import { WhenFields } from "./WhenFields";

export type Asked = Exclude<Kind, "start">;

export const askedWords: Record<Asked, string> = {
  change_plan: "Change plan",
  pause: "Pause",
  resume: "Resume",
  cancel: "End",
};

interface Words {
  title: string;
  about: string;
  said: string;
}

function wordsOf(asked: Asked, plan: Plan | undefined): Words {
  switch (asked) {
    case "change_plan":
      return {
        title: "Change the plan",
        about:
          "What is owed of the old plan and of the new one follows from when it changes; invoices bill the difference.",
        said: "The plan is changed.",
      };
    case "pause": {
      const usage =
        plan === undefined
          ? ""
          : plan.bills_paused_usage
            ? " Usage is charged all the same."
            : " Usage is not charged either.";
      return {
        title: "Pause the subscription",
        about: `Fees rest until it is resumed.${usage}`,
        said: "It is paused.",
      };
    }
    case "resume":
      return { title: "Resume the subscription", about: "Fees are due again from then on.", said: "It goes on." };
    case "cancel":
      return {
        title: "End the subscription",
        about: "Nothing is charged from then on. What was used before is billed.",
        said: "It ends.",
      };
  }
}

interface Props {
  tenant: Tenant;
  subscription: Subscription;
  asked: Asked;
  plan: Plan | undefined; // that is in force, when it is known
  close: () => void;
}

export function ChangeDialog({ tenant, subscription, asked, plan, close }: Props) {
  const client = useQueryClient();
  const [once] = useState(onceKeys);
  const periodEnd = subscription.current_period?.to;
  const usual: When = asked === "cancel" && periodEnd !== undefined ? { how: "period_end", at: "" } : now;
  const [wanted, setWanted] = useState<Wanted>({ code: "", version: undefined });
  const [when, setWhen] = useState(usual);
  const [tried, setTried] = useState(false);
  const zone = tenant.time_zone;
  const wrong = wrongWhen(when, zone);
  const planless = asked === "change_plan" && wanted.code === "";
  const { title, about, said } = wordsOf(asked, plan);
  const ready = !planless && wrong === undefined;
  const written: NewChange = {
    change: asked,
    ...(asked === "change_plan" && {
      plan: wanted.code,
      ...(wanted.version !== undefined && { plan_version: wanted.version }),
    }),
    ...whenBody(when, zone),
  };
  const preview = useQuery({ ...previewOfChange(subscription.id, written), enabled: ready });
  const action = useAction(async () => {
    try {
      await change(once, subscription.id, { ...written, ...asSeen(when, preview.data?.change.at) });
    } finally {
      await client.invalidateQueries({ queryKey: ["subscriptions"] });
    }
    say(when.how === "now" ? said : "The change is dated.");
  });

  async function send() {
    setTried(true);
    if (ready && (await action.start())) close();
  }

  return (
    <FormModal
      title={title}
      act={askedWords[asked]}
      busy={action.busy}
      send={() => void send()}
      close={close}
      danger={asked === "cancel"}
      size="lg"
    >
      {action.problem !== undefined && <ProblemView title="Nothing was changed" problem={action.problem} />}
      <Text>{about}</Text>
      {asked === "change_plan" && (
        <PlanFields
          wanted={wanted}
          set={setWanted}
          currency={subscription.currency}
          addOns={subscription.add_on_to !== null}
          error={tried && planless ? "Choose the plan." : problemAt(action.problem, "/plan")}
        />
      )}
      <WhenFields
        when={when}
        set={setWhen}
        zone={zone}
        periodEnd={periodEnd}
        error={tried ? (wrong ?? problemAt(action.problem, "/at")) : undefined}
      />
      <ChangePreview asked={preview} ready={ready} zone={zone} />
    </FormModal>
  );
}
