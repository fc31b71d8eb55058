import { Badge, Button, Stack, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link as RouterLink } from "react-router";
import { api, body, type Schemas } from "../../api/client";
import { useList } from "../../shell/list";
import { usePlatformMay, useStanding } from "../../shell/standing";
import { useKeptSearch } from "../../shell/tenant";
import { Confirm } from "../../ui/Confirm";
import { PlusIcon } from "../../ui/icons";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { say } from "../../ui/said";
import { NotFound } from "../../shell/NotFound";
import { CreateTenant } from "./CreateTenant";

type Tenant = Schemas["tenant"];

const colors = { active: "green", suspended: "orange", deleted: "gray" } as const;

export default function TenantsPage() {
  return usePlatformMay("tenants_read") ? <AllTenants /> : <NotFound />;
}

function AllTenants() {
  const client = useQueryClient();
  const { session } = useStanding();
  const mayWrite = usePlatformMay("tenants_write");
  const mayBill = usePlatformMay("subscriptions_read");
  const mayInvoice = usePlatformMay("invoices_read");
  const mayBudget = usePlatformMay("budgets_read");
  const kept = useKeptSearch();
  const [open, setOpen] = useState<{ what: "create" } | { what: "state"; tenant: Tenant }>();
  const list = useList<Tenant>(
    ["tenants", "all"],
    ({ query, signal }) => body(api.GET("/api/v1/tenants", { params: { query }, signal })),
    { query: {}, headers: {} },
  );
  const isOwn = ({ id }: Tenant) => session.kind === "key" || session.tenants.some((tenant) => tenant.id === id);

  async function setState(tenant: Tenant, state: "active" | "suspended") {
    const path = { tenant: tenant.id };
    await api.PATCH("/api/v1/tenants/{tenant}", { params: { path }, body: { state } });
    await Promise.all([
      client.invalidateQueries({ queryKey: ["tenants"] }),
      client.invalidateQueries({ queryKey: ["tenant", tenant.id] }),
    ]);
    say(state === "active" ? `${tenant.name} goes on.` : `${tenant.name} is suspended.`);
  }

  const columns: Column<Tenant>[] = [
    {
      title: "Tenant",
      cell: ({ name, key }) => (
        <Stack gap="0">
          <Text fontWeight="medium">{name}</Text>
          <Text as="code" fontFamily="mono" fontSize="xs" color="fg.muted">
            {key}
          </Text>
        </Stack>
      ),
    },
    {
      title: "State",
      cell: ({ state }) => (
        <Badge variant="surface" colorPalette={colors[state]}>
          {state}
        </Badge>
      ),
    },
    { title: "Time zone", cell: ({ time_zone }) => time_zone },
    { title: "Currency", cell: ({ currency }) => currency },
    { title: "Made", cell: ({ created_at }) => <Instant at={created_at} rough /> },
    {
      title: "Actions",
      quiet: true,
      cell: (tenant) =>
        tenant.state !== "deleted" && (
          <Stack direction="row" gap="2" justify={{ md: "flex-end" }} wrap="wrap">
            <Button asChild size="xs" variant="outline" colorPalette="gray">
              <RouterLink
                to={`/usage?${new URLSearchParams({ tenant: tenant.key }).toString()}`}
                aria-label={isOwn(tenant) ? `Open ${tenant.name}` : `Open as staff: ${tenant.name}`}
              >
                {isOwn(tenant) ? "Open" : "Open as staff"}
              </RouterLink>
            </Button>
            {mayBill && (
              <Button asChild size="xs" variant="outline" colorPalette="gray">
                <RouterLink
                  to={`/tenants/${tenant.id}/subscriptions${kept}`}
                  aria-label={`Subscriptions of ${tenant.name}`}
                >
                  Subscriptions
                </RouterLink>
              </Button>
            )}
            {mayInvoice && (
              <Button asChild size="xs" variant="outline" colorPalette="gray">
                <RouterLink to={`/tenants/${tenant.id}/invoices${kept}`} aria-label={`Invoices of ${tenant.name}`}>
                  Invoices
                </RouterLink>
              </Button>
            )}
            {mayBudget && (
              <Button asChild size="xs" variant="outline" colorPalette="gray">
                <RouterLink to={`/tenants/${tenant.id}/budgets${kept}`} aria-label={`Budgets of ${tenant.name}`}>
                  Budgets
                </RouterLink>
              </Button>
            )}
            {mayWrite && (
              <Button
                size="xs"
                variant="outline"
                colorPalette={tenant.state === "active" ? "red" : "gray"}
                aria-label={`${tenant.state === "active" ? "Suspend" : "Resume"} ${tenant.name}`}
                onClick={() => setOpen({ what: "state", tenant })}
              >
                {tenant.state === "active" ? "Suspend" : "Resume"}
              </Button>
            )}
          </Stack>
        ),
    },
  ];
  const close = () => setOpen(undefined);
  const create = mayWrite && (
    <Button size="sm" onClick={() => setOpen({ what: "create" })}>
      <PlusIcon /> New tenant
    </Button>
  );
  return (
    <>
      <title>Tenants · Weir</title>
      <PageHead title="Tenants" about="All customers of this installation.">
        {create}
      </PageHead>
      <ListTable
        name="Tenants"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          <Nothing
            title="There is no tenant yet"
            about="An event with a new subject that is signed with a key of the platform makes one; or make it here."
          >
            {create}
          </Nothing>
        }
      />
      {open?.what === "create" && <CreateTenant close={close} />}
      {open?.what === "state" && (
        <Change tenant={open.tenant} run={(state) => setState(open.tenant, state)} close={close} />
      )}
    </>
  );
}

function Change(props: {
  tenant: Tenant;
  run: (state: "active" | "suspended") => Promise<unknown>;
  close: () => void;
}) {
  const { tenant, run, close } = props;
  const stops = tenant.state === "active";
  return (
    <Confirm
      title={stops ? `Suspend ${tenant.name}?` : `Resume ${tenant.name}?`}
      act={stops ? "Suspend" : "Resume"}
      failed={stops ? "The tenant was not suspended" : "The tenant was not resumed"}
      danger={stops}
      run={() => run(stops ? "suspended" : "active")}
      close={close}
    >
      <Text>
        {stops
          ? "Its events are refused from now on, which may lose usage that is not sent again. What was counted stays."
          : "Its events are counted again from now on."}
      </Text>
    </Confirm>
  );
}
