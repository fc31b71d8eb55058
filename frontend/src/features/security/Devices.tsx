import { Button, Stack, Text } from "@chakra-ui/react";
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

type Device = Schemas["trusted_device"];

/** One that was not named is called what it calls itself. */
function nameOf({ name, user_agent }: Device): string {
  return user_agent !== "" && user_agent.startsWith(name) ? deviceWords(user_agent) : name;
}

export function Devices() {
  const client = useQueryClient();
  const [open, setOpen] = useState<Device>();
  const list = useList<Device>(
    ["devices", "own"],
    ({ signal }) => body(api.GET("/api/v1/users/me/devices", { signal })),
    { query: {}, headers: {} },
  );

  async function revoke(device: Device) {
    await api.DELETE("/api/v1/users/me/devices/{device}", { params: { path: { device: device.id } } });
    await client.invalidateQueries({ queryKey: ["devices"] });
    say(`${nameOf(device)} is trusted no more.`);
  }

  const columns: Column<Device>[] = [
    {
      title: "Device",
      cell: (device) => (
        <Stack gap="0">
          <Text fontWeight="medium" title={device.user_agent}>
            {nameOf(device)}
          </Text>
          {nameOf(device) !== deviceWords(device.user_agent) && (
            <Text color="fg.muted">{deviceWords(device.user_agent)}</Text>
          )}
        </Stack>
      ),
    },
    { title: "Address", cell: ({ address }) => address || "–" },
    { title: "Last used", cell: ({ last_used_at }) => <Instant at={last_used_at} rough /> },
    { title: "Trusted since", cell: ({ created_at }) => <Instant at={created_at} rough /> },
    { title: "Trusted until", cell: ({ expires_at }) => <Instant at={expires_at} rough /> },
    {
      title: "Actions",
      quiet: true,
      cell: (device) => (
        <Button
          size="xs"
          variant="outline"
          colorPalette="red"
          aria-label={`Trust no more: ${nameOf(device)}`}
          onClick={() => setOpen(device)}
        >
          Trust no more
        </Button>
      ),
    },
  ];
  return (
    <Section
      title="Trusted devices"
      about="They sign in without a code for 30 days. A new password and switching the second factor off end that."
    >
      <ListTable
        name="Devices that need no code"
        columns={columns}
        keyOf={({ id }) => id}
        list={list}
        empty={
          <Text color="fg.muted">
            There is none. Where you sign in with a code you can choose to trust the device that you use.
          </Text>
        }
      />
      {open && (
        <Confirm
          title={`Trust ${nameOf(open)} no more?`}
          act="Trust no more"
          failed="The device is still trusted"
          danger
          run={() => revoke(open)}
          close={() => setOpen(undefined)}
        >
          <Text>Its next sign-in is asked for a code. What goes on there now goes on.</Text>
        </Confirm>
      )}
    </Section>
  );
}
