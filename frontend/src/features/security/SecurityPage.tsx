import { Stack } from "@chakra-ui/react";
import { PageHead } from "../../ui/Panel";
import type { SignedIn } from "../session/session";
import { Address } from "./Address";
import { Devices } from "./Devices";
import { Identities } from "./Identities";
import { Password } from "./Password";
import { SecondFactor } from "./SecondFactor";
import { Sessions } from "./Sessions";

export default function SecurityPage({ session }: { session: Extract<SignedIn, { kind: "person" }> }) {
  return (
    <>
      <title>Security · Weir</title>
      <PageHead title="Security" about="How you sign in, and where you are signed in." />
      <Stack gap="5">
        <Address person={session.person} />
        <Password email={session.person.email} />
        <Identities />
        <SecondFactor />
        <Devices />
        <Sessions />
      </Stack>
    </>
  );
}
