import { Button, HStack, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { aboutTenant, api, body } from "../../api/client";
import { useList } from "../../shell/list";
import { useMay, useStanding } from "../../shell/standing";
import { useTenant } from "../../shell/tenant";
import { Confirm } from "../../ui/Confirm";
import { PlusIcon } from "../../ui/icons";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { say } from "../../ui/said";
import { Who } from "../people/Who";
import { learnAgain } from "../session/session";
import { ChangeRole } from "./ChangeRole";
import { Invitations } from "./Invitations";
import { Invite } from "./Invite";
import { fixedBecause, type Member, nameOf, type Role, roleNames, rolesFor } from "./roles";

function useMembers() {
  const { id } = useTenant();
  const path = { tenant: id };
  return useList<Member>(
    ["members", id],
    ({ query, headers, signal }) =>
      body(api.GET("/api/v1/tenants/{tenant}/members", { params: { path, query }, headers, signal })),
    { query: {}, headers: aboutTenant(id).headers },
  );
}

type Open = { what: "role" | "end"; member: Member } | { what: "invite" };

export default function TeamPage() {
  const tenant = useTenant();
  const { session, acting } = useStanding();
  const client = useQueryClient();
  const mayWrite = useMay("members_write");
  const list = useMembers();
  const [open, setOpen] = useState<Open>();
  const role = acting.data?.role;
  const self = session.kind === "person" ? session.person.id : undefined;
  const members = list.items ?? [];
  const standing = { mayWrite, role, members, complete: list.data !== undefined && !list.hasNextPage };
  const path = (member: Member) => ({ tenant: tenant.id, user: member.user_id });
  const { headers } = aboutTenant(tenant.id);

  async function changed(member: Member) {
    await client.invalidateQueries({ queryKey: ["members", tenant.id] });
    if (member.user_id !== self) return;
    await learnAgain();
    await client.invalidateQueries({ queryKey: ["acting", tenant.id] });
  }

  async function setRole(member: Member, to: Role) {
    if (to !== member.role) {
      const params = { path: path(member) };
      await api.PATCH("/api/v1/tenants/{tenant}/members/{user}", { params, headers, body: { role: to } });
      await changed(member);
    }
    say(`${nameOf(member)}: ${roleNames[to]}.`);
  }

  async function end(member: Member) {
    await api.DELETE("/api/v1/tenants/{tenant}/members/{user}", { params: { path: path(member) }, headers });
    say(`${nameOf(member)} is no member of ${tenant.name} any more.`);
    await changed(member);
  }

  const columns: Column<Member>[] = [
    { title: "Member", cell: (member) => <Who person={member} own={member.user_id === self} /> },
    {
      title: "Role",
      cell: (member) => {
        const because = fixedBecause(member, standing);
        return (
          <Stack gap="0" align="flex-start">
            {roleNames[member.role]}
            {because && (
              <Text color="fg.muted" fontSize="xs" maxW="56">
                {because}
              </Text>
            )}
          </Stack>
        );
      },
    },
    { title: "Since", cell: ({ created_at }) => <Instant at={created_at} rough /> },
    ...(mayWrite
      ? [
          {
            title: "Actions",
            quiet: true,
            cell: (member: Member) => {
              const own = member.user_id === self;
              if (fixedBecause(member, standing) !== undefined) return null;
              return (
                <HStack gap="2" justify={{ md: "flex-end" }} wrap="wrap">
                  <Button
                    size="xs"
                    variant="outline"
                    colorPalette="gray"
                    aria-label={`Change role of ${nameOf(member)}`}
                    onClick={() => setOpen({ what: "role", member })}
                  >
                    Change role
                  </Button>
                  <Button
                    size="xs"
                    variant="outline"
                    colorPalette="red"
                    aria-label={own ? `Leave ${tenant.name}` : `Remove ${nameOf(member)}`}
                    onClick={() => setOpen({ what: "end", member })}
                  >
                    {own ? "Leave" : "Remove"}
                  </Button>
                </HStack>
              );
            },
          },
        ]
      : []),
  ];
  const close = () => setOpen(undefined);
  const about = open !== undefined && "member" in open ? open : undefined;
  const own = about?.member.user_id === self;
  const offered = rolesFor(role);
  const invite = mayWrite && (
    <Button size="sm" onClick={() => setOpen({ what: "invite" })}>
      <PlusIcon /> Invite
    </Button>
  );
  return (
    <>
      <title>Team · Weir</title>
      <PageHead title="Team" about={`Who belongs to ${tenant.name}, and what they may do.`}>
        {invite}
      </PageHead>
      <Stack gap="5">
        {" "}
        {mayWrite && (
          <Invitations offered={offered} names={new Map(members.map((member) => [member.user_id, nameOf(member)]))} />
        )}
        <ListTable
          name="Members"
          columns={columns}
          keyOf={({ user_id }) => user_id}
          list={list}
          empty={
            <Nothing
              title="Nobody belongs to this tenant yet"
              about="Its usage comes in by API keys. People are invited, here or on the server: weir user invite."
            >
              {invite}
            </Nothing>
          }
        />
      </Stack>
      {open?.what === "invite" && <Invite offered={offered} close={close} />}
      {about?.what === "role" && (
        <ChangeRole
          member={about.member}
          own={own}
          offered={offered}
          save={(to) => setRole(about.member, to)}
          close={close}
        />
      )}
      {about?.what === "end" && (
        <Confirm
          title={own ? `Leave ${tenant.name}?` : `Remove ${nameOf(about.member)}?`}
          act={own ? "Leave" : "Remove"}
          failed={own ? "You are still a member" : "The member was not removed"}
          danger
          run={() => end(about.member)}
          close={close}
        >
          <Text>
            {own
              ? "You see nothing of this tenant any more. Somebody else has to invite you again."
              : `${about.member.email} sees nothing of ${tenant.name} any more, at once and on every device. Keys that they made go on working.`}
          </Text>
        </Confirm>
      )}
    </>
  );
}
