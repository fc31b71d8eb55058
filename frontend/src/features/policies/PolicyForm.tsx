import { Button, HStack, Stack, Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { ApiProblem, hasCode, reworded } from "../../api/problem";
import type { Tenant } from "../../shell/tenant";
import { useAction } from "../../ui/action";
import { Confirm } from "../../ui/Confirm";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { factor } from "../factor/factor";
import { consequences, draftOf, type InForce, isSame, load, policiesOf, save, wrongWith } from "./policies";
import { PolicyFields } from "./PolicyFields";

function inWords(failed: unknown): unknown {
  if (!(failed instanceof ApiProblem) || failed.code !== "precondition_failed") return failed;
  return reworded(failed, "Somebody else has changed the policies meanwhile. Look at what is in force now first.");
}

interface Props {
  tenant: Tenant;
  first: InForce;
  mayWrite: boolean;
}

export function PolicyForm({ tenant, first, mayWrite }: Props) {
  const client = useQueryClient();
  const own = useQuery({ ...factor, enabled: mayWrite });
  const [now, setNow] = useState(first);
  const [draft, setDraft] = useState(() => draftOf(first.policies));
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<unknown>(); // here too when the dialog that showed it is closed
  const [asking, setAsking] = useState<readonly string[]>();
  const wrong = wrongWith(draft);
  const right = Object.keys(wrong).length === 0;
  const unchanged = right && isSame(now.policies, policiesOf(draft));
  const keep = useAction(store);
  const look = useAction(async () => {
    show(await load(tenant.id));
  });

  function show(inForce: InForce) {
    setNow(inForce);
    setDraft(draftOf(inForce.policies));
    setTried(false);
    setProblem(undefined);
  }

  async function store() {
    setProblem(undefined);
    try {
      show(await save(tenant.id, now.version, policiesOf(draft)));
    } catch (failed) {
      setProblem(inWords(failed));
      throw inWords(failed);
    }
    say(`The policies of ${tenant.name} are in force within a minute.`);
    // Who has set it may be shut out now, sessions and keys end at other times.
    void client.invalidateQueries();
  }

  async function send(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (!right) return;
    const follows = consequences(now.policies, policiesOf(draft), own.data?.enabled);
    if (follows.length > 0) setAsking(follows);
    else await keep.start();
  }

  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      <Stack gap="5">
        <PolicyFields
          draft={draft}
          change={(part) => setDraft({ ...draft, ...part })}
          wrong={tried ? wrong : {}}
          problem={problem}
          readOnly={!mayWrite}
        />
        {problem !== undefined && asking === undefined && (
          <ProblemView title="The policies were not kept" problem={problem} />
        )}
        {look.problem !== undefined && <ProblemView title="The policies could not be loaded" problem={look.problem} />}
        {mayWrite ? (
          <HStack gap="3" wrap="wrap">
            <Button type="submit" loading={keep.busy} disabled={unchanged}>
              Keep the policies
            </Button>
            {hasCode(problem, "precondition_failed") && (
              <Button variant="outline" colorPalette="gray" loading={look.busy} onClick={() => void look.start()}>
                Show what is in force
              </Button>
            )}
          </HStack>
        ) : (
          <Text color="fg.muted">Owners and admins change them.</Text>
        )}
      </Stack>
      {asking && (
        <Confirm
          title="Is this what you want?"
          act="Keep the policies"
          failed="The policies were not kept"
          run={store}
          close={() => setAsking(undefined)}
        >
          {asking.map((sentence) => (
            <Text key={sentence}>{sentence}</Text>
          ))}
        </Confirm>
      )}
    </form>
  );
}
