import { Badge, Box, Button, Flex, Text } from "@chakra-ui/react";
import type { SubmitEvent } from "react";
import { api, body } from "../../api/client";
import { useList } from "../../shell/list";
import { useStanding } from "../../shell/standing";
import { useKeptSearch } from "../../shell/tenant";
import { TextField } from "../../ui/Field";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead, Panel } from "../../ui/Panel";
import { most_looked_at, useFound } from "./find";
import { everybody_key, staffWords, type User } from "./people";
import { Who } from "./Who";

interface Props {
  sought: string;
  seek: (text: string) => void;
}

function useEverybody() {
  return useList<User>(
    everybody_key,
    // The API lets browsers keep a page for minutes, in which somebody may be erased from here.
    ({ query, signal }) => body(api.GET("/api/v1/users", { params: { query }, signal, cache: "no-cache" })),
    { query: {}, headers: {} },
  );
}

export function PeopleList({ sought, seek }: Props) {
  const { session } = useStanding();
  const kept = useKeptSearch();
  const all = useEverybody();
  const list = useFound(all, sought);
  const self = session.kind === "person" ? session.person.id : undefined;
  const seen = all.items?.length ?? 0;

  const columns: Column<User>[] = [
    { title: "Person", cell: (user) => <Who person={user} own={user.id === self} to={`/people/${user.id}${kept}`} /> },
    { title: "E-mail", cell: ({ email_verified }) => (email_verified ? "confirmed" : "not confirmed") },
    {
      title: "On the staff",
      cell: ({ platform_role: role }) =>
        role ? (
          <Badge variant="surface" colorPalette="teal">
            {staffWords[role]}
          </Badge>
        ) : (
          "–"
        ),
    },
    { title: "Since", cell: ({ created_at }) => <Instant at={created_at} rough /> },
  ];

  function status(): string {
    if (sought.trim() === "" || all.items === undefined) return "";
    if (list.looking) return "Looking…";
    const found = list.items?.length ?? 0;
    const rest = all.hasNextPage && seen >= most_looked_at ? `, and there are more than ${most_looked_at}` : "";
    return `${found} of the ${seen} that were looked at${rest}.`;
  }

  return (
    <>
      <title>People · Weir</title>
      <PageHead
        title="People"
        about="Everybody who signs in to this installation: members of tenants, and staff of the platform."
      />
      <Panel mb="4">
        <form role="search" aria-label="People" onSubmit={(event: SubmitEvent) => event.preventDefault()}>
          <Flex gap="4" wrap="wrap" align="flex-end">
            <Box flex="1 1 14rem" maxW={{ md: "md" }}>
              <TextField
                label="Find"
                narrows
                type="search"
                autoComplete="off"
                spellCheck={false}
                placeholder="Name, e-mail or id"
                value={sought}
                onChange={(event) => seek(event.currentTarget.value)}
              />
            </Box>
            {sought !== "" && (
              <Button size="sm" variant="outline" colorPalette="gray" onClick={() => seek("")}>
                Show all
              </Button>
            )}
            <Text role="status" color="fg.muted" fontSize="xs" pb="2">
              {status()}
            </Text>
          </Flex>
        </form>
      </Panel>
      <ListTable
        name="People"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          sought.trim() === "" ? (
            <Nothing
              title="There is nobody yet"
              about="People are invited to a tenant on its page Team, or made on the server: weir user create."
            />
          ) : (
            <Nothing
              title="Nobody is called that"
              about="Every word has to be a part of the name, of the e-mail address or of the id."
            />
          )
        }
      />
    </>
  );
}
