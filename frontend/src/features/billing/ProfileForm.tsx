import { Button, HStack, Stack, Text } from "@chakra-ui/react";
import { type ReactNode, type SubmitEvent, useState } from "react";
import { ApiProblem, hasCode, reworded } from "../../api/problem";
import { useAction } from "../../ui/action";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { useScope } from "../invoices/scope";
import { load, type Loaded, type Profile, save } from "./profile";

/** Of a refusal that somebody else was faster. */
function inWords(failed: unknown): unknown {
  if (!(failed instanceof ApiProblem) || failed.code !== "precondition_failed") return failed;
  return reworded(failed, "Somebody else has changed it meanwhile. Look at what is kept now first.");
}

type Wrong<Draft> = Partial<Record<keyof Draft, string>>;

/** A part of a billing profile, as its form has it. */
interface Part<Draft> {
  draftOf: (profile: Profile) => Draft;
  profileOf: (profile: Profile, draft: Draft) => Profile;
  isKept: (profile: Profile, draft: Draft) => boolean;
  wrongWith: (draft: Draft) => Wrong<Draft>;
}

interface Fields<Draft> {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  wrong: Wrong<Draft>;
  problem: unknown;
}

interface Props<Draft> {
  now: Loaded;
  /** What is kept from now on. */
  set: (kept: Loaded) => void;
  part: Part<Draft>;
  title: string;
  act: string;
  said: (tenant: string) => string;
  /** Instead of the button, for those who may not change it. */
  readOnly?: string | undefined;
  children: (fields: Fields<Draft>) => ReactNode;
}

/** Keeps a part of a billing profile, unless somebody else was faster. */
export function ProfileForm<Draft>({ now, set, part, title, act, said, readOnly, children }: Props<Draft>) {
  const scope = useScope();
  const [draft, setDraft] = useState(() => part.draftOf(now.profile));
  const [tried, setTried] = useState(false);
  const wrong = part.wrongWith(draft);
  const right = Object.keys(wrong).length === 0;
  const show = (kept: Loaded) => {
    set(kept);
    setDraft(part.draftOf(kept.profile));
    setTried(false);
  };
  const keep = useAction(async () => {
    show(await save(scope, now, part.profileOf(now.profile, draft)));
    say(said(scope.tenant.name));
  });
  const look = useAction(async () => show(await load(scope)));

  function send(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (right) void keep.start();
  }

  return (
    <form onSubmit={send} noValidate aria-label={title}>
      <Stack gap="5">
        {children({
          draft,
          change: (changed) => setDraft({ ...draft, ...changed }),
          wrong: tried ? wrong : {},
          problem: keep.problem,
        })}
        {keep.problem !== undefined && <ProblemView title="Nothing was kept" problem={inWords(keep.problem)} />}
        {look.problem !== undefined && <ProblemView title="It could not be loaded" problem={look.problem} />}
        {readOnly === undefined ? (
          <HStack gap="3" wrap="wrap">
            <Button type="submit" loading={keep.busy} disabled={right && part.isKept(now.profile, draft)}>
              {act}
            </Button>
            {hasCode(keep.problem, "precondition_failed") && (
              <Button variant="outline" colorPalette="gray" loading={look.busy} onClick={() => void look.start()}>
                Show what is kept
              </Button>
            )}
          </HStack>
        ) : (
          <Text color="fg.muted">{readOnly}</Text>
        )}
      </Stack>
    </form>
  );
}
