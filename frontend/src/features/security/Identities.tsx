import { Badge, Button, Stack, Text } from "@chakra-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client";
import { Confirm } from "../../ui/Confirm";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { say } from "../../ui/said";
import { Section } from "../../ui/Section";
import { type Identity, methods, useIdentities } from "../openid/identities";
import { isMoreThanItsHost, nameOf } from "../openid/issuer";

/** By whom else one is signed in; not there where nobody ever is. */
export function Identities() {
  const client = useQueryClient();
  const [open, setOpen] = useState<Identity>();
  const list = useIdentities();
  const known = useQuery(methods).data;
  const offered = known?.oidc?.issuer;

  async function unlink({ id, issuer }: Identity) {
    await api.DELETE("/api/v1/users/me/identities/{identity}", { params: { path: { identity: id } } });
    await client.invalidateQueries({ queryKey: ["identities"] });
    say(`${nameOf(issuer)} is unlinked.`);
  }

  const isAny = list.isError || (list.items ?? []).length > 0;
  if (!isAny && (offered === undefined || list.items === undefined)) return null;
  const columns: Column<Identity>[] = [
    {
      title: "Service",
      cell: ({ issuer }) => (
        <Stack gap="1" align="flex-start">
          <Text fontWeight="medium" overflowWrap="anywhere">
            {nameOf(issuer)}
          </Text>
          {isMoreThanItsHost(issuer) && (
            <Text color="fg.muted" fontSize="xs" overflowWrap="anywhere">
              {issuer}
            </Text>
          )}
          {known && issuer !== offered && (
            <Badge variant="surface" colorPalette="gray">
              not used here now
            </Badge>
          )}
        </Stack>
      ),
    },
    { title: "Linked", cell: ({ created_at }) => <Instant at={created_at} rough /> },
    { title: "Last used", cell: ({ last_used_at }) => <Instant at={last_used_at} rough /> },
    {
      title: "Actions",
      quiet: true,
      cell: (identity) => (
        <Button
          size="xs"
          variant="outline"
          colorPalette="red"
          aria-label={`Unlink ${nameOf(identity.issuer)}`}
          onClick={() => setOpen(identity)}
        >
          Unlink
        </Button>
      ),
    },
  ];
  return (
    <Section
      title="Sign-in by another service"
      about="Whoever signs in there as you is signed in here as you. The first time links your account by your address."
    >
      <ListTable
        name="Linked services"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          <Text color="fg.muted">
            None is linked. The next sign-in with {offered === undefined ? "it" : nameOf(offered)} links your account,
            if your address is confirmed.
          </Text>
        }
      />
      {open && (
        <Confirm
          title={`Unlink ${nameOf(open.issuer)}?`}
          act="Unlink"
          failed="The service is still linked"
          danger
          run={() => unlink(open)}
          close={() => setOpen(undefined)}
        >
          <Text>
            Your sessions go on. This is no lock: the next sign-in there links your account again, by its address. To
            keep somebody out, end their access at {nameOf(open.issuer)}.
          </Text>
        </Confirm>
      )}
    </Section>
  );
}
