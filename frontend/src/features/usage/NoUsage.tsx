import { EmptyState } from "@chakra-ui/react";
import type { ReactNode } from "react";
import type { Tenant } from "../../shell/tenant";
import { CodeLines } from "../../ui/CodeLines";
import { EmptyIcon } from "../../ui/icons";
import { Panel } from "../../ui/Panel";
import { eventLines, meterLines } from "../../ui/lines";
import type { UsageView } from "./load";
import { onlyText } from "./words";

function Empty({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <Panel>
      <EmptyState.Root size="sm">
        <EmptyState.Content w="full">
          <EmptyState.Indicator>
            <EmptyIcon size="8" />
          </EmptyState.Indicator>
          <EmptyState.Title as="h2">{title}</EmptyState.Title>
          <EmptyState.Description maxW="xl" textAlign="center">
            {about}
          </EmptyState.Description>
          {children}
        </EmptyState.Content>
      </EmptyState.Root>
    </Panel>
  );
}

export function NoMeters() {
  return (
    <Empty
      title="Nothing is measured yet"
      about="A meter says which events count and how. This makes one that adds up the tokens of every completion; the key needs the scope manage."
    >
      <CodeLines label="Make a meter" text={meterLines()} />
    </Empty>
  );
}

export function NoUsage({ view, tenant }: { view: UsageView; tenant: Tenant }) {
  return (
    <Empty
      title="No usage in this period"
      about={
        onlyText(view.only) !== undefined
          ? `Nothing was counted with ${onlyText(view.only)}. Take a filter away, or choose another period.`
          : `${view.meter.name || view.meter.slug} counts events of the type "${view.meter.event_type}". Send one, and it is here within a second; or choose another period.`
      }
    >
      <CodeLines label="Send an event" text={eventLines(view.meter, tenant)} />
    </Empty>
  );
}
