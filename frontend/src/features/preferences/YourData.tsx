import { Button, HStack, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { api } from "../../api/client";
import { ApiProblem, reworded, withWait } from "../../api/problem";
import { useAction } from "../../ui/action";
import { Confirm } from "../../ui/Confirm";
import { DownloadIcon } from "../../ui/icons";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { saveData } from "../people/people";
import { leaveErased, type Person } from "../session/session";

/** Which tenants keep somebody, as far as is known here: it is the server that counts their owners. */
function lastOwner({ memberships }: Person): string {
  const owned = memberships.filter(({ role }) => role === "owner").map(({ tenant_name }) => tenant_name);
  const where = owned.length === 1 ? owned[0] : `one of these tenants: ${owned.join(", ")}`;
  return `You are the last owner of ${where}. Make somebody else an owner on its page Team first.`;
}

export function YourData({ person }: { person: Person }) {
  const [asking, setAsking] = useState(false);
  const download = useAction(async () => {
    const leftOut = await saveData(api.GET("/api/v1/users/me/export", { parseAs: "text" }), person.id);
    say(
      leftOut
        ? "Your data is in the file, but for the oldest entries of the audit trail: there are too many."
        : "Your data is in the file.",
    );
  });

  async function erase() {
    try {
      await api.DELETE("/api/v1/users/me");
    } catch (failed) {
      if (failed instanceof ApiProblem && failed.code === "last_owner") throw reworded(failed, lastOwner(person));
      throw failed;
    }
    leaveErased();
  }

  return (
    <Section title="Your data" about="Everything that is kept of you, as a file; and a way to end that it is kept.">
      <Stack gap="4" align="flex-start">
        {download.problem !== undefined && (
          <ProblemView
            title="Your data could not be loaded"
            problem={withWait(download.problem, "It was asked for too often.")}
          />
        )}
        <HStack gap="3" wrap="wrap">
          <Button
            size="sm"
            variant="outline"
            colorPalette="gray"
            loading={download.busy}
            onClick={() => void download.start()}
          >
            <DownloadIcon /> Download my data
          </Button>
          <Button size="sm" variant="outline" colorPalette="red" onClick={() => setAsking(true)}>
            Delete my account
          </Button>
        </HStack>
      </Stack>
      {asking && (
        <Confirm
          title="Delete your account?"
          act="Delete my account"
          failed="Your account was not deleted"
          danger
          typed={person.email}
          run={erase}
          close={() => setAsking(false)}
        >
          <Text>
            Your sessions end, you leave all tenants, and your name and address are overwritten. Nobody brings them
            back. The audit trail keeps what you did under an id that is nobody&apos;s any more. API keys that you made
            go on.
          </Text>
        </Confirm>
      )}
    </Section>
  );
}
