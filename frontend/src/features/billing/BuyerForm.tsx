import { Button, HStack, Stack, Text } from "@chakra-ui/react";
import { type SubmitEvent, useState } from "react";
import { ApiProblem, hasCode, reworded } from "../../api/problem";
import { useAction } from "../../ui/action";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { useScope } from "../invoices/scope";
import { BuyerFields } from "./BuyerFields";
import { buyerOf, draftOf, isSame, load, type Loaded, save, wrongWith } from "./profile";

/** Of a refusal that somebody else was faster. */
export function inWords(failed: unknown): unknown {
  if (!(failed instanceof ApiProblem) || failed.code !== "precondition_failed") return failed;
  return reworded(failed, "Somebody else has changed it meanwhile. Look at what is kept now first.");
}

interface Props {
  now: Loaded;
  /** What is kept from now on. */
  set: (kept: Loaded) => void;
  mayWrite: boolean;
}

/** Who invoices are to. */
export function BuyerForm({ now, set, mayWrite }: Props) {
  const scope = useScope();
  const [draft, setDraft] = useState(() => draftOf(now.profile.buyer));
  const [tried, setTried] = useState(false);
  const wrong = wrongWith(draft);
  const right = Object.keys(wrong).length === 0;
  const show = (kept: Loaded) => {
    set(kept);
    setDraft(draftOf(kept.profile.buyer));
    setTried(false);
  };
  const keep = useAction(async () => {
    show(await save(scope, now, { ...now.profile, buyer: buyerOf(draft) }));
    say("It is kept: invoices are to them from now on.");
  });
  const look = useAction(async () => show(await load(scope)));

  function send(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (right) void keep.start();
  }

  return (
    <form onSubmit={send} noValidate aria-label="Who invoices are to">
      <Stack gap="5">
        <BuyerFields
          draft={draft}
          change={(part) => setDraft({ ...draft, ...part })}
          wrong={tried ? wrong : {}}
          problem={keep.problem}
          readOnly={!mayWrite}
        />
        {keep.problem !== undefined && <ProblemView title="Nothing was kept" problem={inWords(keep.problem)} />}
        {look.problem !== undefined && <ProblemView title="It could not be loaded" problem={look.problem} />}
        {mayWrite ? (
          <HStack gap="3" wrap="wrap">
            <Button type="submit" loading={keep.busy} disabled={right && isSame(now.profile.buyer, buyerOf(draft))}>
              Keep it
            </Button>
            {hasCode(keep.problem, "precondition_failed") && (
              <Button variant="outline" colorPalette="gray" loading={look.busy} onClick={() => void look.start()}>
                Show what is kept
              </Button>
            )}
          </HStack>
        ) : (
          <Text color="fg.muted">Owners, admins and billing change it.</Text>
        )}
      </Stack>
    </form>
  );
}
