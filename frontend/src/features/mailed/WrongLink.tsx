import { Button, Stack, Text } from "@chakra-ui/react";
import { Outside } from "../session/Outside";
import { leaveFor } from "../../shell/arrival";
import type { Wrong } from "./words";

const ways = {
  forgot: { to: "/app/forgot", text: "Ask for a new link" },
  preferences: { to: "/app/preferences", text: "Go to Preferences" },
  security: { to: "/app/security", text: "Go to Security" },
  "sign in": { to: "/app/", text: "Go to Weir" },
};

/** Instead of a page whose link does not lead there any more. */
export function WrongLink({ wrong: { title, about, next } }: { wrong: Wrong }) {
  const way = ways[next ?? "sign in"];
  return (
    <Outside name={title} title={title} about="It came by mail.">
      <Stack gap="4" role="alert">
        <Text>{about}</Text>
        <Button
          variant={next === undefined ? "outline" : "solid"}
          colorPalette={next === undefined ? "gray" : "teal"}
          onClick={() => leaveFor(way.to)}
        >
          {way.text}
        </Button>
      </Stack>
    </Outside>
  );
}
