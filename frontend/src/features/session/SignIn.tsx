import { Button, Flex, Separator, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { PlainLink } from "../mailed/PlainLink";
import { Outside } from "./Outside";
import { SignInForm, type Way } from "./SignInForm";

export function SignIn({ reason }: { reason?: string | undefined }) {
  const [way, setWay] = useState<Way>("password");
  return (
    <Outside
      name="Sign in"
      title="Sign in to Weir"
      about={way === "password" ? "See what you use, to the last event." : "For operators and for trying things out."}
    >
      <Stack gap="4">
        <SignInForm key={way} way={way} reason={reason} />
        {way === "password" && (
          <Text textAlign="center">
            <PlainLink to="/app/forgot">Forgot your password?</PlainLink>
          </Text>
        )}
        <Flex align="center" gap="3">
          <Separator flex="1" />
          <Text color="fg.muted" fontSize="xs">
            or
          </Text>
          <Separator flex="1" />
        </Flex>
        <Button
          type="button"
          variant="outline"
          colorPalette="gray"
          onClick={() => setWay(way === "password" ? "key" : "password")}
        >
          {way === "password" ? "Use an API key" : "Use e-mail and password"}
        </Button>
      </Stack>
    </Outside>
  );
}
