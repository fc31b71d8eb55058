import type { Tenant } from "../../shell/tenant";
import { CodeLines } from "../../ui/CodeLines";
import { eventLines, meterLines } from "../../ui/lines";
import { Nothing } from "../../ui/Nothing";
import type { UsageView } from "./load";
import { onlyText } from "./words";

export function NoMeters() {
  return (
    <Nothing
      title="Nothing is measured yet"
      about="A meter says which events count and how. This makes one that adds up the tokens of every completion; the key needs the scope manage."
    >
      <CodeLines label="Make a meter" text={meterLines()} />
    </Nothing>
  );
}

export function NoUsage({ view, tenant }: { view: UsageView; tenant: Tenant }) {
  return (
    <Nothing
      title="No usage in this period"
      about={
        onlyText(view.only) !== undefined
          ? `Nothing was counted with ${onlyText(view.only)}. Take a filter away, or choose another period.`
          : `${view.meter.name || view.meter.slug} counts events of the type "${view.meter.event_type}". Send one, and it is here within a second; or choose another period.`
      }
    >
      <CodeLines label="Send an event" text={eventLines(view.meter, tenant)} />
    </Nothing>
  );
}
