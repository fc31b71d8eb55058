import { Badge, Button, HStack, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { aboutTenant, api, body } from "../../api/client";
import { useList } from "../../shell/list";
import { NotAllowed } from "../../shell/NotAllowed";
import { useMay } from "../../shell/standing";
import { useTenant } from "../../shell/tenant";
import { Confirm } from "../../ui/Confirm";
import { PlusIcon } from "../../ui/icons";
import { Instant, instantWords } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { say } from "../../ui/said";
import { CreateKey } from "./CreateKey";
import { Expiry, LastUse, Made, Networks } from "./KeyCells";
import { type ApiKey, canRotate, type NewKey, type Overlap, stateOf } from "./keys";
import { NewSecret } from "./NewSecret";
import { RotateKey } from "./RotateKey";

export default function KeysPage() {
  return useMay("api_keys_read") ? <Keys /> : <NotAllowed title="API keys" who="owners and admins" />;
}

/** What a rotation does to the key that it replaces. */
function endsAfter({ prefix }: ApiKey, overlap: Overlap): string {
  if (overlap === "0") return `The old key, ${prefix}…, has ended.`;
  const end = new Date(Date.now() + parseInt(overlap, 10) * 1000).toISOString();
  return `The old key, ${prefix}…, goes on until ${instantWords(end, false)}, unless its own end comes first.`;
}

type Open =
  { what: "create" } | { what: "made"; key: NewKey; about?: string } | { what: "rotate" | "end"; key: ApiKey };

function Keys() {
  const tenant = useTenant();
  const client = useQueryClient();
  const mayWrite = useMay("api_keys_write");
  const [open, setOpen] = useState<Open>();
  const { headers } = aboutTenant(tenant.id);
  const all = useList<ApiKey>(
    ["api keys", tenant.id],
    ({ query, signal }) => body(api.GET("/api/v1/api-keys", { params: { query }, headers, signal })),
    { query: {}, headers },
  );
  const now = all.dataUpdatedAt;
  // A key of the platform is told about all of them.
  const list = { ...all, items: all.items?.filter(({ tenant_id }) => tenant_id === tenant.id) };

  async function revoke(key: ApiKey) {
    await api.DELETE("/api/v1/api-keys/{key}", { params: { path: { key: key.id } }, headers });
    await client.invalidateQueries({ queryKey: ["api keys"] });
    say(`The key "${key.name}" is revoked.`);
  }

  const columns: Column<ApiKey>[] = [
    {
      title: "Key",
      cell: ({ name, prefix }) => (
        <Stack gap="0">
          <Text fontWeight="medium">{name}</Text>
          <Text as="code" fontFamily="mono" fontSize="xs" color="fg.muted">
            {prefix}…
          </Text>
        </Stack>
      ),
    },
    {
      title: "May",
      cell: ({ scopes }) => (
        <HStack gap="1" wrap="wrap">
          {scopes.map((scope) => (
            <Badge key={scope} variant="surface" colorPalette="gray">
              {scope}
            </Badge>
          ))}
        </HStack>
      ),
    },
    { title: "From", cell: (key) => <Networks of={key} /> },
    { title: "Last used", cell: (key) => <LastUse of={key} /> },
    {
      title: "Expires",
      cell: (key) => (
        <Expiry of={key} now={now} successor={list.items?.find(({ id }) => id === key.replaced_by)?.prefix} />
      ),
    },
    { title: "Made", cell: (key) => <Made of={key} /> },
    {
      title: "Actions",
      quiet: true,
      cell: (key) =>
        mayWrite &&
        stateOf(key, now).is !== "revoked" && (
          <HStack gap="2" justify={{ md: "flex-end" }} wrap="wrap">
            {canRotate(key, now) && (
              <Button
                size="xs"
                variant="outline"
                colorPalette="gray"
                aria-label={`Rotate ${key.name}`}
                onClick={() => setOpen({ what: "rotate", key })}
              >
                Rotate
              </Button>
            )}
            <Button
              size="xs"
              variant="outline"
              colorPalette="red"
              aria-label={`Revoke ${key.name}`}
              onClick={() => setOpen({ what: "end", key })}
            >
              Revoke
            </Button>
          </HStack>
        ),
    },
  ];
  const close = () => setOpen(undefined);
  const create = mayWrite && (
    <Button size="sm" onClick={() => setOpen({ what: "create" })}>
      <PlusIcon /> New key
    </Button>
  );
  return (
    <>
      <title>API keys · Weir</title>
      <PageHead title="API keys" about="For programs: each with what it may do, revoked one by one.">
        {create}
      </PageHead>
      <ListTable
        name="API keys"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          <Nothing
            title="No keys yet"
            about="A program signs its requests with a key. Make one that may ingest, and the page shows lines for a shell that send a first event with it."
          >
            {create}
          </Nothing>
        }
      />
      {open?.what === "create" && <CreateKey made={(key) => setOpen({ what: "made", key })} close={close} />}
      {open?.what === "rotate" && (
        <RotateKey
          old={open.key}
          made={(key, overlap) => setOpen({ what: "made", key, about: endsAfter(open.key, overlap) })}
          close={close}
        />
      )}
      {open?.what === "made" && <NewSecret made={open.key} about={open.about} close={close} />}
      {open?.what === "end" && (
        <Confirm
          title={`Revoke "${open.key.name}"?`}
          act="Revoke"
          failed="The key was not revoked"
          danger
          run={() => revoke(open.key)}
          close={close}
        >
          <Text>
            Whatever signs with {open.key.prefix}… is refused from now on, within a minute everywhere. A revoked key
            does not come back.
          </Text>
          {open.key.last_used_at != null && (
            <Text>
              It was last used <Instant at={open.key.last_used_at} rough />.
            </Text>
          )}
        </Confirm>
      )}
    </>
  );
}
