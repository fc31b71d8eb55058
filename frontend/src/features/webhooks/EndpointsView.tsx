import { Button, Link, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { Link as RouterLink } from "react-router";
import { useKeptSearch } from "../../shell/tenant";
import { PlusIcon } from "../../ui/icons";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { DeleteEndpoint } from "./DeleteEndpoint";
import { EndpointForm } from "./EndpointForm";
import { type Endpoint, useEndpoints, type WithSecret } from "./load";
import { NewSecret } from "./NewSecret";
import { EventTypes, StateBadge } from "./parts";
import { useWebhookScope } from "./scope";

type Open = { what: "new" } | { what: "made"; endpoint: WithSecret } | { what: "delete"; endpoint: Endpoint };

/** Who is told what happens, and how each of them stands. */
export function EndpointsView() {
  const scope = useWebhookScope();
  const { tenant, mayWrite, base } = scope;
  const kept = useKeptSearch();
  const list = useEndpoints(scope);
  const now = list.dataUpdatedAt;
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const title = tenant ? "Webhooks" : "Platform webhooks";
  const add = mayWrite && (
    <Button size="sm" onClick={() => setOpen({ what: "new" })}>
      <PlusIcon /> New endpoint
    </Button>
  );

  const columns: Column<Endpoint>[] = [
    {
      title: "Endpoint",
      cell: ({ id, url, description }) => (
        <Stack gap="0">
          <Link asChild fontWeight="medium" textDecoration="underline" textUnderlineOffset="3px">
            <RouterLink to={`${base}/${id}${kept}`}>
              <Text as="span" overflowWrap="anywhere">
                {url}
              </Text>
            </RouterLink>
          </Link>
          {description !== "" && (
            <Text color="fg.muted" fontSize="xs" overflowWrap="anywhere">
              {description}
            </Text>
          )}
        </Stack>
      ),
    },
    { title: "Is told of", cell: (one) => <EventTypes of={one} /> },
    { title: "State", cell: (one) => <StateBadge of={one} now={now} /> },
    { title: "Made", cell: ({ created_at }) => <Instant at={created_at} rough /> },
    {
      title: "Actions",
      quiet: true,
      cell: (one) =>
        mayWrite && (
          <Button
            size="xs"
            variant="outline"
            colorPalette="red"
            aria-label={`Delete ${one.url}`}
            onClick={() => setOpen({ what: "delete", endpoint: one })}
          >
            Delete
          </Button>
        ),
    },
  ];

  return (
    <>
      <title>{`${title} · Weir`}</title>
      <PageHead
        title={title}
        about={
          tenant
            ? `Programs that are told what happens in ${tenant.name}, by signed requests.`
            : "Programs that are told what happens in all tenants and on the platform, by signed requests."
        }
      >
        {list.items !== undefined && list.items.length > 0 && add}
      </PageHead>
      <ListTable
        name="Webhook endpoints"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          <Nothing
            title="There is no endpoint yet"
            about="An endpoint is a URL of yours. What happens is posted to it within seconds, and again for days while it does not answer."
          >
            {add}
          </Nothing>
        }
      />
      {open?.what === "new" && <EndpointForm made={(endpoint) => setOpen({ what: "made", endpoint })} close={close} />}
      {open?.what === "made" && (
        <NewSecret
          made={open.endpoint}
          about={`What is sent to ${open.endpoint.url} is signed with it.`}
          close={close}
        />
      )}
      {open?.what === "delete" && <DeleteEndpoint endpoint={open.endpoint} close={close} />}
    </>
  );
}
