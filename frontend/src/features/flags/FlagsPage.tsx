import { Badge, Box, Button, Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, body, type Schemas } from "../../api/client";
import { useList } from "../../shell/list";
import { NotFound } from "../../shell/NotFound";
import { usePlatformMay } from "../../shell/standing";
import { Confirm } from "../../ui/Confirm";
import { Instant } from "../../ui/Instant";
import { type Column, ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { PageHead } from "../../ui/Panel";
import { say } from "../../ui/said";

type Flag = Schemas["feature_flag"];

// One that FEATURE_… has seeded and this version does not ask for.
const unknown = "This version of Weir does not know it: nothing depends on it.";

export default function FlagsPage() {
  return usePlatformMay("feature_flags_read") ? <Flags /> : <NotFound />;
}

function Name({ of: { name } }: { of: Flag }) {
  return (
    <Box as="code" fontFamily="mono" overflowWrap="anywhere">
      {name}
    </Box>
  );
}

function Flags() {
  const client = useQueryClient();
  const mayWrite = usePlatformMay("feature_flags_write");
  const [open, setOpen] = useState<Flag>();
  const list = useList<Flag>(
    ["feature flags", "all"],
    ({ signal }) => body(api.GET("/api/v1/feature-flags", { signal })),
    { query: {}, headers: {} },
  );

  async function turn({ name, enabled }: Flag) {
    const to = !enabled;
    await api.PUT("/api/v1/feature-flags/{flag}", { params: { path: { flag: name } }, body: { enabled: to } });
    await client.invalidateQueries({ queryKey: ["feature flags"] });
    say(`${name} is ${to ? "on" : "off"}.`);
  }

  const columns: Column<Flag>[] = [
    { title: "Flag", cell: (flag) => <Name of={flag} /> },
    {
      title: "State",
      cell: ({ enabled }) => (
        <Badge variant="surface" colorPalette={enabled ? "green" : "gray"}>
          {enabled ? "on" : "off"}
        </Badge>
      ),
    },
    { title: "What it does", cell: ({ description }) => description || unknown },
    { title: "Switched", cell: ({ updated_at }) => <Instant at={updated_at} rough /> },
    ...(mayWrite
      ? [
          {
            title: "Actions",
            quiet: true,
            cell: (flag: Flag) => (
              <Button
                size="xs"
                variant="outline"
                colorPalette={flag.enabled ? "red" : "gray"}
                aria-label={`Switch ${flag.enabled ? "off" : "on"}: ${flag.name}`}
                onClick={() => setOpen(flag)}
              >
                Switch {flag.enabled ? "off" : "on"}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <title>Feature flags · Weir</title>
      <PageHead title="Feature flags" about="What is switched on in this installation, for all tenants at once." />
      <ListTable
        name="Feature flags"
        columns={columns}
        keyOf={({ name }) => name}
        list={list}
        empty={<Nothing title="There is nothing to switch" about="This version of Weir has no feature flags." />}
      />
      {open && <Turn flag={open} run={() => turn(open)} close={() => setOpen(undefined)} />}
    </>
  );
}

function Turn({ flag, run, close }: { flag: Flag; run: () => Promise<unknown>; close: () => void }) {
  const to = flag.enabled ? "off" : "on";
  return (
    <Confirm
      title={`Switch ${flag.name} ${to}?`}
      act={`Switch ${to}`}
      failed={`The flag is still ${flag.enabled ? "on" : "off"}`}
      danger={flag.enabled}
      run={run}
      close={close}
    >
      <Text>{flag.description || unknown}</Text>
      <Text>
        It will be {to} for all tenants, in every process within seconds. The platform's audit trail says who switched
        it, and it can be switched back at any time.
      </Text>
    </Confirm>
  );
}
