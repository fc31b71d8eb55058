import { useState } from "react";
import { api, body } from "../../api/client";
import { useList } from "../../shell/list";
import { useKeptSearch } from "../../shell/tenant";
import { Choice } from "../../ui/Choice";
import { ListTable } from "../../ui/ListTable";
import { Nothing } from "../../ui/Nothing";
import { Section } from "../../ui/Section";
import { entryColumns } from "../audit/columns";
import { EntryView } from "../audit/Entry";
import { withFilter } from "../audit/filter";
import type { Entry } from "../audit/words";
import { nameOf } from "../team/roles";
import type { User } from "./people";

const sides = [
  { value: "actor", label: "What they did" },
  { value: "subject", label: "What was done to them" },
] as const;
type Side = (typeof sides)[number]["value"];

/** What the audit trail tells of somebody: sign-ins, roles, keys that they made. */
export function Deeds({ user }: { user: User }) {
  const kept = useKeptSearch();
  const [side, setSide] = useState<Side>("actor");
  const [open, setOpen] = useState<Entry>();
  const list = useList<Entry>(
    ["audit", user.id, side],
    ({ query, signal }) => body(api.GET("/api/v1/audit", { params: { query: { ...query, [side]: user.id } }, signal })),
    { query: {}, headers: {} },
  );
  return (
    <Section
      title="In the audit trail"
      about="The newest first: sign-ins, changed roles, keys that were made."
      action={
        <Choice
          label="Show"
          value={side}
          options={sides}
          onChoose={(value) => setSide(sides.find((one) => one.value === value)?.value ?? "actor")}
        />
      }
    >
      <ListTable
        name="Entries"
        columns={entryColumns(new Map([[user.id, nameOf(user)]]), setOpen)}
        keyOf={({ chain, sequence }) => `${chain} ${sequence}`}
        list={list}
        empty={<Nothing title="The trail tells nothing of it" about="What happens stands here within seconds." />}
      />
      {open && (
        <EntryView
          entry={open}
          names={new Map([[user.id, nameOf(user)]])}
          only={(one) => `/platform-audit?${withFilter(new URLSearchParams(kept), one).toString()}`}
          close={() => setOpen(undefined)}
        />
      )}
    </Section>
  );
}
