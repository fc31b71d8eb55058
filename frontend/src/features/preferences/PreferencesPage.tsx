import { SegmentGroup, SimpleGrid, Stack, Switch, Text } from "@chakra-ui/react";
import { useState } from "react";
import { format } from "../../exact/decimal";
import { deviceZone } from "../../time/reader";
import { isZone } from "../../time/zone";
import { Choice } from "../../ui/Choice";
import { instantWords } from "../../ui/Instant";
import { PageHead } from "../../ui/Panel";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { ZoneField } from "../../ui/ZoneField";
import { changePreferences, type Preferences, type SignedIn } from "../session/session";
import { localesWith } from "./locales";
import { Notifications } from "./Notifications";
import { Profile } from "./Profile";
import { YourData } from "./YourData";

const themes = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "system", label: "As the system" },
] as const;

/** Each choice is in force at once, and kept for all devices. */
export default function PreferencesPage({ session }: { session: Extract<SignedIn, { kind: "person" }> }) {
  const { preferences, person } = session;
  const [problem, setProblem] = useState<unknown>();
  const [zone, setZone] = useState(preferences.time_zone ?? "");
  const [opened] = useState(() => new Date().toISOString());
  const locale = preferences.locale ?? "en";

  async function change(part: Partial<Preferences>, done: string) {
    setProblem(undefined);
    try {
      await changePreferences(part);
      say(done);
    } catch (failed) {
      setProblem(failed);
    }
  }

  function changeZone(next: string) {
    setZone(next);
    if (next === "") void change({ time_zone: null }, "Times are shown as this device has them.");
    // The browser takes more spellings than the server; only whole names are sent.
    else if (next === "UTC" || (next.includes("/") && isZone(next))) {
      void change({ time_zone: next }, `Times are shown in ${next}.`);
    }
  }

  return (
    <>
      <title>Preferences · Weir</title>
      <PageHead title="Preferences" about="Yours on every device; nobody else's." />
      <Stack gap="5">
        {problem !== undefined && <ProblemView title="The choice was not kept" problem={problem} />}
        <Profile person={person} />
        <Section title="Theme">
          <SegmentGroup.Root
            aria-label="Theme of the portal"
            value={preferences.theme}
            onValueChange={({ value }) => {
              const theme = themes.find((one) => one.value === value);
              if (theme) void change({ theme: theme.value }, `Theme: ${theme.label.toLowerCase()}.`);
            }}
          >
            <SegmentGroup.Indicator />
            <SegmentGroup.Items items={[...themes]} />
          </SegmentGroup.Root>
        </Section>
        <Section
          title="Dates and numbers"
          about="Usage keeps to the tenant's time zone, in which its days are counted; everything else is shown like this."
        >
          <SimpleGrid columns={{ base: 1, md: 2 }} gap="4" maxW="3xl">
            <ZoneField
              label="Time zone"
              required={false}
              value={zone}
              placeholder={`${deviceZone()} (this device)`}
              onChange={changeZone}
              help="Empty: as the device has it."
              error={zone === "" || isZone(zone) ? undefined : "There is no such time zone."}
            />
            <Choice
              form
              label="Written as in"
              width="full"
              value={locale}
              options={localesWith(locale)}
              onChoose={(next) => void change({ locale: next }, "Dates and numbers are written anew.")}
            />
          </SimpleGrid>
          <Text mt="4" color="fg.muted" data-testid="sample">
            {instantWords(opened)} · {format("1234567.89")}
          </Text>
        </Section>
        <Notifications
          email={person.email}
          choices={preferences.notifications ?? {}}
          change={(notifications, done) => void change({ notifications }, done)}
        />
        <Section title="Keyboard" about="Single keys go places; ? shows them. Ctrl K opens find and do in any case.">
          <Switch.Root
            checked={preferences.shortcuts ?? true}
            onCheckedChange={({ checked }) =>
              void change({ shortcuts: checked }, checked ? "Single keys act." : "Single keys do nothing.")
            }
          >
            <Switch.HiddenInput />
            <Switch.Control />
            <Switch.Label>Single-key shortcuts</Switch.Label>
          </Switch.Root>
        </Section>
        <YourData person={person} />
      </Stack>
    </>
  );
}
