import { Stack, Switch, Text } from "@chakra-ui/react";
import { Section } from "../../ui/Section";
import type { Preferences } from "../session/session";
import { mails } from "./mails";

type Choices = NonNullable<Preferences["notifications"]>;

/** Choices of kinds that this portal does not know stay as they are. */
export function Notifications(props: {
  email: string;
  choices: Choices;
  change: (choices: Choices, done: string) => void;
}) {
  const { email, choices, change } = props;
  return (
    <Section
      title="Mail"
      about={`Goes to ${email}. What is about the safety of your account always does: a changed password, a link that somebody asked for.`}
    >
      <Stack gap="4" align="flex-start">
        {mails.map(({ kind, title, about }) => (
          <Switch.Root
            key={kind}
            alignItems="flex-start"
            checked={choices[kind] ?? true}
            onCheckedChange={({ checked }) =>
              change({ ...choices, [kind]: checked }, `${title}: ${checked ? "you get a mail" : "no mail"}.`)
            }
          >
            <Switch.HiddenInput />
            <Switch.Control mt="0.5" />
            <Switch.Label>
              <span>{title}</span>
              <Text as="span" display="block" color="fg.muted" fontWeight="normal">
                {about}
              </Text>
            </Switch.Label>
          </Switch.Root>
        ))}
      </Stack>
    </Section>
  );
}
