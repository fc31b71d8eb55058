import { Button, HStack, Skeleton, Stack } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { hasCode } from "../../api/problem";
import { useAction } from "../../ui/action";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { useScope } from "../invoices/scope";
import { inWords } from "./BuyerForm";
import { load, type Loaded, save } from "./profile";
import { isSameTerms, issuers, taxRates, type Terms, termsOf, withTerms, wrongWithTerms } from "./terms";
import { TermsFields } from "./TermsFields";

interface Props {
  now: Loaded;
  /** What is kept from now on. */
  set: (kept: Loaded) => void;
}

/** Who invoices a tenant and how, for staff. */
export function TermsForm({ now, set }: Props) {
  const [from, rates] = [useQuery(issuers), useQuery(taxRates)];
  const failed = from.isError ? from : rates.isError ? rates : undefined;
  if (failed)
    return (
      <ProblemView
        title="Issuers and tax rates could not be loaded"
        problem={failed.error}
        retry={() => void failed.refetch()}
      />
    );
  if (!from.data || !rates.data) return <Skeleton h="64" aria-busy="true" />;
  return <Form now={now} set={set} lists={{ issuers: from.data, rates: rates.data }} />;
}

function Form({ now, set, lists }: Props & { lists: Parameters<typeof TermsFields>[0]["lists"] }) {
  const scope = useScope();
  const kept = termsOf(now.profile);
  const [terms, setTerms] = useState(kept);
  const [tried, setTried] = useState(false);
  const wrong = wrongWithTerms(terms);
  const right = Object.keys(wrong).length === 0;
  const show = (loaded: Loaded) => {
    set(loaded);
    setTerms(termsOf(loaded.profile));
    setTried(false);
  };
  const keep = useAction(async () => {
    show(await save(scope, now, withTerms(now.profile, terms)));
    say(`It is kept: the next invoices of ${scope.tenant.name} are made like this.`);
  });
  const look = useAction(async () => show(await load(scope)));

  function send(event: SubmitEvent) {
    event.preventDefault();
    setTried(true);
    if (right) void keep.start();
  }

  return (
    <form onSubmit={send} noValidate aria-label="How they are made">
      <Stack gap="5">
        <TermsFields
          terms={terms}
          change={(part: Partial<Terms>) => setTerms({ ...terms, ...part })}
          lists={lists}
          held={now.profile.tax_rates}
          wrong={tried ? wrong : {}}
          problem={keep.problem}
        />
        {keep.problem !== undefined && <ProblemView title="Nothing was kept" problem={inWords(keep.problem)} />}
        {look.problem !== undefined && <ProblemView title="It could not be loaded" problem={look.problem} />}
        <HStack gap="3" wrap="wrap">
          <Button type="submit" loading={keep.busy} disabled={right && isSameTerms(kept, terms)}>
            Keep how they are made
          </Button>
          {hasCode(keep.problem, "precondition_failed") && (
            <Button variant="outline" colorPalette="gray" loading={look.busy} onClick={() => void look.start()}>
              Show what is kept
            </Button>
          )}
        </HStack>
      </Stack>
    </form>
  );
}
