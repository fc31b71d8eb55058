import { Flex, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { Choice } from "../../ui/Choice";
import { CodeLines } from "../../ui/CodeLines";
import { Section } from "../../ui/Section";
import { samples } from "./samples";

/** Code that checks what is sent, in the reader's language. */
export function Verify() {
  const [language, setLanguage] = useState(samples[0].language);
  const shown = samples.find((one) => one.language === language) ?? samples[0];
  return (
    <Section
      title="Check the signature"
      about="Whoever finds the URL can post to it; only Weir can sign. Every request follows Standard Webhooks, whose libraries check it."
    >
      <Stack gap="4">
        <Flex>
          <Choice
            label="Language"
            value={language}
            options={samples.map((one) => ({ value: one.language, label: one.language }))}
            onChoose={setLanguage}
          />
        </Flex>
        <CodeLines label={`${shown.language}: check a request`} text={shown.code.trimEnd()} />
        <Text color="fg.muted">
          A delivery may come more than once, always with the same webhook-id: keep the ids that were dealt with. Answer
          2xx first, within 15 seconds, and deal with it afterwards.
        </Text>
      </Stack>
    </Section>
  );
}
