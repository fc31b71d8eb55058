import { Badge, Button, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link as RouterLink } from "react-router";
import { aboutTenant, api, body } from "../../api/client";
import { hasCode } from "../../api/problem";
import { MustEnroll, NoTenant } from "../../shell/InTenant";
import { useList } from "../../shell/list";
import { usePlatformMay, useStanding } from "../../shell/standing";
import { useKeptSearch } from "../../shell/tenant";
import { CodeLines } from "../../ui/CodeLines";
import { Confirm } from "../../ui/Confirm";
import { Facts } from "../../ui/Facts";
import { PlusIcon } from "../../ui/icons";
import { Id } from "../../ui/Id";
import { Instant } from "../../ui/Instant";
import { meterLines } from "../../ui/lines";
import { type Column, ListTable } from "../../ui/ListTable";
import { Modal } from "../../ui/Modal";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { say } from "../../ui/said";
import { CreateMeter } from "./CreateMeter";
import { aggregationWords } from "./draft";
import type { Meter } from "./load";

export default function MetersPage() {
  const { session, chosen, details } = useStanding();
  const onPlatform = usePlatformMay("meters_read");
  if (!onPlatform && session.kind === "person" && !chosen) return <NoTenant />;
  if (!onPlatform && hasCode(details.error, "mfa_enrollment_required")) return <MustEnroll />;
  return <AllMeters tenant={onPlatform ? undefined : chosen?.id} />;
}

function FactsOf({ meter }: { meter: Meter }) {
  return (
    <Facts
      of={[
        ["Counts events of the type", meter.event_type],
        ["As", `${meter.aggregation}: ${aggregationWords[meter.aggregation]}`],
        ["Value", meter.value_property ?? "none: the events are counted"],
        ["Unit", meter.unit || "–"],
        ...Object.entries(meter.group_by).map(([name, path]) => [`Group ${name}`, path] as const),
        [
          "Made",
          <>
            <Instant at={meter.created_at} rough />, version {meter.version}
          </>,
        ],
        ["Id", <Id key="id" value={meter.id} label="the id" />],
      ]}
    />
  );
}

/** Of the platform, or (read only) as a member of a tenant sees them. */
function AllMeters({ tenant }: { tenant: string | undefined }) {
  const client = useQueryClient();
  const kept = useKeptSearch();
  const mayWrite = usePlatformMay("meters_write");
  const [open, setOpen] = useState<{ what: "create" } | { what: "look" | "delete"; meter: Meter }>();
  const about = tenant === undefined ? { query: {}, headers: {} } : { query: {}, headers: aboutTenant(tenant).headers };
  const list = useList<Meter>(
    ["meters", tenant ?? "", "pages"],
    ({ query, headers, signal }) => body(api.GET("/api/v1/meters", { params: { query }, headers, signal })),
    about,
  );

  async function remove(meter: Meter) {
    await api.DELETE("/api/v1/meters/{meter}", { params: { path: { meter: meter.id } } });
    await client.invalidateQueries({ queryKey: ["meters"] });
    say(`${meter.name || meter.slug} is deleted.`);
  }

  const columns: Column<Meter>[] = [
    {
      title: "Meter",
      cell: ({ name, slug, description }) => (
        <Stack gap="0">
          <Text fontWeight="medium">{name || slug}</Text>
          {description && <Text color="fg.muted">{description}</Text>}
        </Stack>
      ),
    },
    {
      title: "Slug",
      cell: ({ slug }) => (
        <Text as="code" fontFamily="mono" fontSize="xs">
          {slug}
        </Text>
      ),
    },
    { title: "Event type", cell: ({ event_type }) => event_type },
    {
      title: "Aggregation",
      cell: ({ aggregation }) => (
        <Badge variant="surface" colorPalette="gray">
          {aggregation}
        </Badge>
      ),
    },
    { title: "Groups", cell: ({ group_by }) => Object.keys(group_by).join(", ") || "–" },
    {
      title: "Actions",
      quiet: true,
      cell: (meter) => (
        <Stack direction="row" gap="2" justify={{ md: "flex-end" }} wrap="wrap">
          <Button
            size="xs"
            variant="outline"
            colorPalette="gray"
            aria-label={`Details of ${meter.slug}`}
            onClick={() => setOpen({ what: "look", meter })}
          >
            Details
          </Button>
          {mayWrite && (
            <Button
              size="xs"
              variant="outline"
              colorPalette="red"
              aria-label={`Delete ${meter.slug}`}
              onClick={() => setOpen({ what: "delete", meter })}
            >
              Delete
            </Button>
          )}
        </Stack>
      ),
    },
  ];
  const close = () => setOpen(undefined);
  const usage = (meter: Meter) => {
    const search = new URLSearchParams(kept);
    search.set("meter", meter.slug);
    return `/usage?${search.toString()}`;
  };
  const create = mayWrite && (
    <Button size="sm" onClick={() => setOpen({ what: "create" })}>
      <PlusIcon /> New meter
    </Button>
  );
  return (
    <>
      <title>Meters · Weir</title>
      <PageHead title="Meters" about="Which events count, and how. They are the same for all tenants.">
        {create}
      </PageHead>
      <ListTable
        name="Meters"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          <Nothing
            title="Nothing is measured yet"
            about="A meter says which events count and how: the tokens of every completion added up, for example. Events that came before it can be sent again."
          >
            {mayWrite ? create : null}
            {mayWrite && <CodeLines label="Make a meter from a shell" text={meterLines()} />}
          </Nothing>
        }
      />
      {open?.what === "create" && <CreateMeter close={close} />}
      {open?.what === "look" && (
        <Modal
          title={open.meter.name || open.meter.slug}
          close={close}
          footer={
            <Button asChild variant="outline" colorPalette="gray">
              <RouterLink to={usage(open.meter)}>Show its usage</RouterLink>
            </Button>
          }
        >
          {open.meter.description && <Text>{open.meter.description}</Text>}
          <FactsOf meter={open.meter} />
        </Modal>
      )}
      {open?.what === "delete" && (
        <Confirm
          title={`Delete ${open.meter.name || open.meter.slug}?`}
          act="Delete the meter"
          failed="The meter was not deleted"
          danger
          typed={open.meter.slug}
          run={() => remove(open.meter)}
          close={close}
        >
          <Text>
            It counts nothing from now on, and its numbers of all tenants cannot be read any more. This cannot be
            undone.
          </Text>
        </Confirm>
      )}
    </>
  );
}
