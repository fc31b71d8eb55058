import { BuyerFields } from "./BuyerFields";
import { buyerOf, type Draft, draftOf, isSame, type Loaded, type Profile, wrongWith } from "./profile";
import { ProfileForm } from "./ProfileForm";

const buyer = {
  draftOf: (profile: Profile) => draftOf(profile.buyer),
  profileOf: (profile: Profile, draft: Draft) => ({ ...profile, buyer: buyerOf(draft) }),
  isKept: (profile: Profile, draft: Draft) => isSame(profile.buyer, buyerOf(draft)),
  wrongWith,
};

interface Props {
  now: Loaded;
  /** What is kept from now on. */
  set: (kept: Loaded) => void;
  mayWrite: boolean;
}

/** Who invoices are to. */
export function BuyerForm({ now, set, mayWrite }: Props) {
  return (
    <ProfileForm
      now={now}
      set={set}
      part={buyer}
      title="Who invoices are to"
      act="Keep it"
      said={() => "It is kept: invoices are to them from now on."}
      readOnly={mayWrite ? undefined : "Owners, admins and billing change it."}
    >
      {(fields) => <BuyerFields {...fields} readOnly={!mayWrite} />}
    </ProfileForm>
  );
}
