import { Stack, Switch, Text } from "@chakra-ui/react";
import { problemAt } from "../../api/problem";
import { TextField } from "../../ui/Field";
import { Section } from "../../ui/Section";
import { durationWords } from "./duration";
import { DurationField } from "./DurationField";
import { type Draft, limits, type wrongWith } from "./policies";

interface Props {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  wrong: ReturnType<typeof wrongWith>;
  problem: unknown; // of the server with what was sent
  readOnly: boolean;
}

export function PolicyFields({ draft, change, wrong, problem, readOnly }: Props) {
  return (
    <>
      <Section title="Second factor" about="A code beside the password, for everybody who looks at this tenant.">
        <Switch.Root
          alignItems="flex-start"
          checked={draft.factor}
          disabled={readOnly}
          onCheckedChange={({ checked }) => change({ factor: checked })}
        >
          <Switch.HiddenInput />
          <Switch.Control mt="0.5" />
          <Switch.Label>
            <span>Ask for a second factor</span>
            <Text as="span" display="block" color="fg.muted" fontWeight="normal">
              Who has none sees nothing of this tenant until it is set up. API keys go on.
            </Text>
          </Switch.Label>
        </Switch.Root>
      </Section>
      <Section
        title="Sessions"
        about="When somebody has to sign in again. Of a person in more than one tenant the strictest counts."
      >
        <Stack gap="5" maxW="lg">
          <DurationField
            label="Without use they end after"
            value={draft.idle}
            onChange={(idle) => change({ idle })}
            help={`Empty: ${durationWords(limits.idle.usual)}.`}
            error={wrong.idle ?? problemAt(problem, "/session_idle_seconds")}
            readOnly={readOnly}
          />
          <DurationField
            label="In any case they end after"
            value={draft.absolute}
            onChange={(absolute) => change({ absolute })}
            help={`Empty: ${durationWords(limits.absolute.usual)}.`}
            error={wrong.absolute ?? problemAt(problem, "/session_absolute_seconds")}
            readOnly={readOnly}
          />
        </Stack>
      </Section>
      <Section title="API keys" about="However long a key was to last, it ends at this age.">
        <Stack maxW="lg">
          <TextField
            label="Keys end after, in days"
            inputMode="numeric"
            autoComplete="off"
            maxLength={4}
            readOnly={readOnly}
            value={draft.keyDays}
            onChange={(event) => change({ keyDays: event.currentTarget.value })}
            help="Empty: at the end that each was given, if any."
            error={wrong.keyDays ?? problemAt(problem, "/api_key_max_age_days")}
          />
        </Stack>
      </Section>
    </>
  );
}
