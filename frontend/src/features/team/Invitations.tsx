import { Badge, Button, HStack, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { aboutTenant, api } from "../../api/client";
import { withWait } from "../../api/problem";
import { useTenant } from "../../shell/tenant";
import { Confirm } from "../../ui/Confirm";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { actorWords, type Names } from "../audit/words";
import { type Invitation, isFixed, useWaiting } from "./invitations";
import { type Role, roleNames } from "./roles";

/** Who was invited and has not come yet; nothing is drawn while there is nobody. */
export function Invitations({ offered, names }: { offered: readonly Role[]; names: Names }) {
  const tenant = useTenant();
  const client = useQueryClient();
  const waiting = useWaiting();
  const [open, setOpen] = useState<{ what: "again" | "back"; invitation: Invitation }>();
  const { headers } = aboutTenant(tenant.id);
  const paramsOf = ({ id }: Invitation) => ({ path: { tenant: tenant.id, invitation: id } });

  // Also after a failure: somebody else may have decided it, or they have accepted meanwhile.
  async function change(run: Promise<unknown>, done: string, wait: string) {
    try {
      await run;
      say(done);
    } catch (failed) {
      throw withWait(failed, wait);
    } finally {
      await client.invalidateQueries({ queryKey: ["invitations", tenant.id] });
    }
  }

  const again = (invitation: Invitation) =>
    change(
      api.POST("/api/v1/tenants/{tenant}/invitations/{invitation}/resend", { params: paramsOf(invitation), headers }),
      `Another mail to ${invitation.email} is on its way.`,
      "So many mails went to this address lately.",
    );
  const back = (invitation: Invitation) =>
    change(
      api.DELETE("/api/v1/tenants/{tenant}/invitations/{invitation}", { params: paramsOf(invitation), headers }),
      `The invitation of ${invitation.email} is taken back.`,
      "Too many requests of late.",
    );

  const columns: Column<Invitation>[] = [
    { title: "Address", cell: ({ email }) => <Text fontWeight="medium">{email}</Text> },
    { title: "Role", cell: ({ role }) => roleNames[role] },
    { title: "Invited by", cell: ({ invited_by }) => actorWords(invited_by, names) },
    { title: "Last sent", cell: ({ updated_at }) => <Instant at={updated_at} rough /> },
    {
      title: "Good until",
      cell: ({ state, expires_at }) =>
        state === "expired" ? (
          <Badge variant="surface" colorPalette="orange">
            over
          </Badge>
        ) : (
          <Instant at={expires_at} rough />
        ),
    },
    {
      title: "Actions",
      quiet: true,
      cell: (invitation) =>
        isFixed(invitation, offered) ? (
          <Text color="fg.muted" fontSize="xs">
            Owners are invited by owners.
          </Text>
        ) : (
          <HStack gap="2" justify={{ md: "flex-end" }} wrap="wrap">
            <Button
              size="xs"
              variant="outline"
              colorPalette="gray"
              aria-label={`Send again to ${invitation.email}`}
              onClick={() => setOpen({ what: "again", invitation })}
            >
              Send again
            </Button>
            <Button
              size="xs"
              variant="outline"
              colorPalette="red"
              aria-label={`Take back the invitation of ${invitation.email}`}
              onClick={() => setOpen({ what: "back", invitation })}
            >
              Take back
            </Button>
          </HStack>
        ),
    },
  ];
  const close = () => setOpen(undefined);
  const items = waiting.data?.items ?? [];
  if (waiting.isError && waiting.data === undefined) {
    return (
      <ProblemView
        title="The invitations could not be loaded"
        problem={waiting.error}
        retry={() => void waiting.refetch()}
      />
    );
  }
  if (items.length === 0 && open === undefined) return null;
  return (
    <Section title="Invitations" about="Who was asked to join and has not yet.">
      <Stack gap="3">
        <ListTable
          name="Open invitations"
          columns={columns}
          keyOf={({ id }) => id}
          list={{ ...waiting, items, hasNextPage: false, fetchNextPage: () => undefined }}
          empty={<Text color="fg.muted">Nobody is waited for.</Text>}
        />
        {waiting.data?.complete === false && (
          <Text color="fg.muted">There are very many invitations: the newest ones are not in this list.</Text>
        )}
      </Stack>
      {open?.what === "again" && (
        <Confirm
          title={`Send again to ${open.invitation.email}?`}
          act="Send again"
          failed="No other mail was sent"
          run={() => again(open.invitation)}
          close={close}
        >
          <Text>Another mail brings a new link, good for another 7 days. The link of the mail before is void.</Text>
        </Confirm>
      )}
      {open?.what === "back" && (
        <Confirm
          title={`Take back the invitation of ${open.invitation.email}?`}
          act="Take back"
          failed="The invitation was not taken back"
          danger
          run={() => back(open.invitation)}
          close={close}
        >
          <Text>The link that was sent does not work any more. They are told so when they open it.</Text>
        </Confirm>
      )}
    </Section>
  );
}
