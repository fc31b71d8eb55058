import { Badge, Button, HStack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, body, type Schemas } from "../../api/client";
import { useList } from "../../shell/list";
import { Confirm } from "../../ui/Confirm";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { deviceWords } from "./device";

type Session = Schemas["session"];

export function Sessions() {
  const client = useQueryClient();
  const [open, setOpen] = useState<{ what: "one"; session: Session } | { what: "others" }>();
  const list = useList<Session>(
    ["sessions", "own"],
    ({ signal }) => body(api.GET("/api/v1/users/me/sessions", { signal })),
    { query: {}, headers: {} },
  );
  const others = (list.items ?? []).filter(({ current }) => !current);

  const end = ({ id }: Session) =>
    api.DELETE("/api/v1/users/me/sessions/{session}", { params: { path: { session: id } } });

  async function endThese(sessions: readonly Session[], done: string) {
    try {
      await Promise.all(sessions.map(end));
      say(done);
    } finally {
      await client.invalidateQueries({ queryKey: ["sessions"] });
    }
  }

  const columns: Column<Session>[] = [
    {
      title: "Device",
      cell: ({ user_agent, current }) => (
        <HStack gap="2" wrap="wrap">
          <Text fontWeight="medium" title={user_agent}>
            {deviceWords(user_agent)}
          </Text>
          {current && (
            <Badge variant="surface" colorPalette="teal">
              this one
            </Badge>
          )}
        </HStack>
      ),
    },
    { title: "Address", cell: ({ address }) => address || "–" },
    { title: "Last seen", cell: ({ last_seen_at }) => <Instant at={last_seen_at} rough /> },
    { title: "Signed in", cell: ({ created_at }) => <Instant at={created_at} rough /> },
    { title: "Ends unused", cell: ({ expires_at }) => <Instant at={expires_at} rough /> },
    {
      title: "Actions",
      quiet: true,
      cell: (session) =>
        !session.current && (
          <Button
            size="xs"
            variant="outline"
            colorPalette="red"
            aria-label={`End session on ${deviceWords(session.user_agent)}`}
            onClick={() => setOpen({ what: "one", session })}
          >
            End
          </Button>
        ),
    },
  ];
  const close = () => setOpen(undefined);
  return (
    <Section
      title="Sessions"
      about="Where you are signed in. One that you do not know is a reason for a new password."
      action={
        others.length > 0 && (
          <Button size="sm" variant="outline" colorPalette="red" onClick={() => setOpen({ what: "others" })}>
            End all others
          </Button>
        )
      }
    >
      <ListTable name="Devices" columns={columns} keyOf={({ id }) => id} list={list} empty={null} />
      {open?.what === "one" && (
        <Confirm
          title="End this session?"
          act="End it"
          failed="The session was not ended"
          danger
          run={() => endThese([open.session], "The session has ended.")}
          close={close}
        >
          <Text>
            {deviceWords(open.session.user_agent)} at {open.session.address || "an unknown address"} has to sign in
            again.
          </Text>
        </Confirm>
      )}
      {open?.what === "others" && (
        <Confirm
          title="End all other sessions?"
          act="End all others"
          failed="Not all sessions were ended"
          danger
          run={() => endThese(others, "All other sessions have ended.")}
          close={close}
        >
          <Text>
            {others.length === 1 ? "One other device has" : `${others.length} other devices have`} to sign in again.
            This one stays signed in.
          </Text>
        </Confirm>
      )}
    </Section>
  );
}
