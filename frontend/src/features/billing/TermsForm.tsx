import { Skeleton } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { ProblemView } from "../../ui/ProblemView";
import type { Loaded, Profile } from "./profile";
import { ProfileForm } from "./ProfileForm";
import { isSameTerms, issuers, taxRates, type Terms, termsOf, withTerms, wrongWithTerms } from "./terms";
import { TermsFields } from "./TermsFields";

const part = {
  draftOf: termsOf,
  profileOf: withTerms,
  isKept: (profile: Profile, terms: Terms) => isSameTerms(termsOf(profile), terms),
  wrongWith: wrongWithTerms,
};

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
  const lists = { issuers: from.data, rates: rates.data };
  return (
    <ProfileForm
      now={now}
      set={set}
      part={part}
      title="How they are made"
      act="Keep how they are made"
      said={(tenant) => `It is kept: the next invoices of ${tenant} are made like this.`}
    >
      {({ draft, ...fields }) => <TermsFields terms={draft} lists={lists} held={now.profile.tax_rates} {...fields} />}
    </ProfileForm>
  );
}
