import { Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { Or } from "../../ui/Or";
import { WideButton } from "../../ui/WideButton";
import { PlainLink } from "../mailed/PlainLink";
import { ContinueThere } from "../openid/ContinueThere";
import type { Way } from "./CredentialsForm";
import { Outside } from "./Outside";
import { SignInForm } from "./SignInForm";

const abouts = {
  password: "See what you use, to the last event.",
  key: "For operators and for trying things out.",
  code: "Your password was right. A code shows that it is you who gave it.",
};

export function SignIn({ reason }: { reason?: string | undefined }) {
  const [way, setWay] = useState<Way>("password");
  const [atCode, setAtCode] = useState(false);
  return (
    <Outside name="Sign in" title={atCode ? "Enter a code" : "Sign in to Weir"} about={abouts[atCode ? "code" : way]}>
      <Stack gap="4">
        <SignInForm key={way} way={way} reason={reason} atCode={setAtCode} />
        {!atCode && <OtherWays way={way} setWay={setWay} />}
      </Stack>
    </Outside>
  );
}

function OtherWays({ way, setWay }: { way: Way; setWay: (way: Way) => void }) {
  return (
    <>
      {way === "password" && (
        <Text textAlign="center">
          <PlainLink to="/app/forgot">Forgot your password?</PlainLink>
        </Text>
      )}
      <Or />
      <ContinueThere />
      <WideButton onClick={() => setWay(way === "password" ? "key" : "password")}>
        {way === "password" ? "Use an API key" : "Use e-mail and password"}
      </WideButton>
    </>
  );
}
