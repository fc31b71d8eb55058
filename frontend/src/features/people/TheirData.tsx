import { Button, HStack, Link, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link as RouterLink, useNavigate } from "react-router";
import { api } from "../../api/client";
import { ApiProblem, reworded, withWait } from "../../api/problem";
import { usePlatformMay } from "../../shell/standing";
import { useKeptSearch } from "../../shell/tenant";
import { useAction } from "../../ui/action";
import { Confirm } from "../../ui/Confirm";
import { DownloadIcon } from "../../ui/icons";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { nameOf } from "../team/roles";
import { everybody_key, person, saveData, type User } from "./people";

/** What a law may ask for: all that is kept of somebody, and that nothing is kept any more. */
export function TheirData({ user, own }: { user: User; own: boolean }) {
  const mayExport = usePlatformMay("users_export");
  const mayErase = usePlatformMay("users_erase");
  const kept = useKeptSearch();
  if (own) {
    return (
      <Section title="Your data">
        <Text>
          Your own is taken along and deleted on the page{" "}
          <Link asChild textDecoration="underline">
            <RouterLink to={`/preferences${kept}`}>Preferences</RouterLink>
          </Link>
          .
        </Text>
      </Section>
    );
  }
  if (!mayExport && !mayErase) return null;
  return (
    <Section
      title="Their data"
      about="Everything that is kept of them, as a file; and a way to end that it is kept. Both are in the audit trail."
    >
      <HStack gap="3" wrap="wrap" align="flex-start">
        {mayExport && <Export user={user} />}
        {mayErase && <Erase user={user} />}
      </HStack>
    </Section>
  );
}

function Export({ user }: { user: User }) {
  const download = useAction(async () => {
    const path = { user: user.id };
    const leftOut = await saveData(
      api.GET("/api/v1/users/{user}/export", { params: { path }, parseAs: "text" }),
      user.id,
    );
    say(
      leftOut
        ? `The data of ${nameOf(user)} is in the file, but for the oldest entries of the audit trail: there are too many.`
        : `The data of ${nameOf(user)} is in the file.`,
    );
  });
  return (
    <Stack gap="3" align="flex-start">
      <Button
        size="sm"
        variant="outline"
        colorPalette="gray"
        loading={download.busy}
        onClick={() => void download.start()}
      >
        <DownloadIcon /> Download their data
      </Button>
      {download.problem !== undefined && (
        <ProblemView
          title="The data could not be loaded"
          problem={withWait(download.problem, "It was asked for too often.")}
        />
      )}
    </Stack>
  );
}

function Erase({ user }: { user: User }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const kept = useKeptSearch();
  const [asking, setAsking] = useState(false);

  async function erase() {
    try {
      await api.DELETE("/api/v1/users/{user}", { params: { path: { user: user.id } } });
    } catch (failed) {
      if (failed instanceof ApiProblem && failed.code === "last_owner") {
        throw reworded(failed, `${failed.message} Somebody else has to become an owner of it first, on its page Team.`);
      }
      throw failed;
    }
    // The list begins anew; what is shown of them here stays until the page is left.
    client.removeQueries({ queryKey: everybody_key });
    void client.invalidateQueries({ queryKey: person(user.id).queryKey, refetchType: "none" });
    void client.invalidateQueries({ queryKey: ["names"] });
    say(`${nameOf(user)} is erased.`);
    void navigate(`/people${kept}`);
  }

  return (
    <>
      <Button size="sm" variant="outline" colorPalette="red" onClick={() => setAsking(true)}>
        Erase {nameOf(user)}
      </Button>
      {asking && (
        <Confirm
          title={`Erase ${nameOf(user)}?`}
          act="Erase"
          failed="The person was not erased"
          danger
          typed={user.email}
          run={erase}
          close={() => setAsking(false)}
        >
          <Text>
            Their sessions end, they leave all tenants, and their name and address are overwritten. Nobody brings them
            back. The audit trail keeps what they did under an id that is nobody&apos;s any more. API keys that they
            made go on.
          </Text>
        </Confirm>
      )}
    </>
  );
}
