import { Button, Spinner, Stack, Text } from "@chakra-ui/react";
import { useEffect, useState } from "react";
import { api, body, type Schemas } from "../../api/client";
import { withWait } from "../../api/problem";
import { useAction } from "../../ui/action";
import { ProblemView } from "../../ui/ProblemView";
import { mails } from "../preferences/mails";
import { Outside } from "../session/Outside";
import { leaveFor } from "../../shell/arrival";
import { WrongLink } from "./WrongLink";
import { wrongWithLink } from "./words";

type Choice = Schemas["notification_choice"];

/** Of a kind that this portal does not know, the mail itself says what it is. */
function titleOf(kind: string): string {
  const known = mails.find((mail) => mail.kind === kind);
  return known === undefined ? "the mails of this kind" : `“${known.title}”`;
}

/** What a mail's link chooses. Opening the page changes nothing: programs follow links, a person clicks. */
export function Unsubscribe({ token, signedIn }: { token: string; signedIn: boolean }) {
  const [choice, setChoice] = useState<Choice>();
  const [clicked, setClicked] = useState(false);
  const look = useAction(async () => {
    setChoice(await body(api.POST("/api/v1/notifications/show", { body: { token } })));
  });
  const choose = useAction(async (wanted: boolean) => {
    setChoice(await body(api.POST("/api/v1/notifications/choose", { body: { token, wanted } })));
    setClicked(true);
  });
  const { start } = look;
  useEffect(() => {
    void start();
    // A page is about one token: another one is another page.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const wrong = wrongWithLink("unsubscribe", choose.problem ?? look.problem);
  if (wrong) return <WrongLink wrong={wrong} />;
  const about = choice && mails.find(({ kind }) => kind === choice.kind)?.about;
  return (
    <Outside name="Mails" title="Which mails you get" about="What is about the safety of your account always comes.">
      <Stack gap="4">
        {look.problem !== undefined && (
          <ProblemView
            title="Your choice could not be loaded"
            problem={withWait(look.problem, "Too many attempts.")}
            retry={() => void look.start()}
          />
        )}
        {choose.problem !== undefined && (
          <ProblemView title="Nothing was changed" problem={withWait(choose.problem, "Too many attempts.")} />
        )}
        {choice === undefined && look.problem === undefined && <Spinner aria-label="Loading" alignSelf="center" />}
        {choice !== undefined && (
          <>
            <Text role={clicked ? "status" : undefined}>
              {choice.wanted ? "You get " : "You do not get "}
              <b>{titleOf(choice.kind)}</b>
              {choice.wanted ? " by mail." : " by mail any more."}
            </Text>
            {about !== undefined && <Text color="fg.muted">{about}</Text>}
            <Button
              variant={choice.wanted ? "solid" : "outline"}
              colorPalette={choice.wanted ? "teal" : "gray"}
              loading={choose.busy}
              onClick={() => void choose.start(!choice.wanted)}
            >
              {choice.wanted ? "No more of these mails" : "Get them again"}
            </Button>
            <Button variant="ghost" colorPalette="gray" onClick={() => leaveFor("/app/preferences")}>
              {signedIn ? "Go to Preferences" : "Sign in to choose more"}
            </Button>
          </>
        )}
      </Stack>
    </Outside>
  );
}
