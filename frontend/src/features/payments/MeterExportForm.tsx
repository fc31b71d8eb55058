import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemAt } from "../../api/problem";
import { useAction } from "../../ui/action";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { exportableMeters, hourBefore, putExport, wrongWithName } from "./exports";
import { ofProviders } from "./providers";

const beginnings = [
  { value: "0", label: "This hour" },
  { value: "7", label: "7 days ago" },
  { value: "30", label: "30 days ago" },
] as const;

/** Which meter is said to which one at Stripe, and from when on. */
export function MeterExportForm({ account, close }: { account: string; close: () => void }) {
  const client = useQueryClient();
  const meters = useQuery(exportableMeters);
  const [meter, setMeter] = useState("");
  const [name, setName] = useState("");
  const [days, setDays] = useState<string>("0");
  const [tried, setTried] = useState(false);
  const wrong = { meter: meter === "" ? "Choose one" : undefined, name: wrongWithName(name.trim()) };
  const action = useAction(async () => {
    try {
      await putExport(account, meter, { event_name: name.trim(), from: hourBefore(Date.now(), parseInt(days, 10)) });
    } finally {
      await client.invalidateQueries({ queryKey: ofProviders });
    }
    say("The meter is exported.");
    close();
  });

  function send() {
    setTried(true);
    if (wrong.meter === undefined && wrong.name === undefined) void action.start();
  }

  return (
    <FormModal title="Export a meter" act="Export it" busy={action.busy} send={send} close={close} size="sm">
      {action.problem !== undefined && <ProblemView title="The meter is not exported" problem={action.problem} />}
      {meters.isError && (
        <ProblemView title="Meters could not be loaded" problem={meters.error} retry={() => void meters.refetch()} />
      )}
      <Choice
        form
        width="full"
        label="Meter"
        value={meter}
        options={[
          { value: "", label: meters.isPending ? "Loading …" : "Choose one" },
          ...(meters.data ?? []).map(({ slug, name: title }) => ({ value: slug, label: title || slug })),
        ]}
        onChoose={(slug) => {
          setMeter(slug);
          if (name === "" || name === meter) setName(slug);
        }}
        help="Those that count or sum up: their hours can be added."
        error={tried ? wrong.meter : undefined}
      />
      <TextField
        label="Event name"
        required
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        help="Of the meter at Stripe that it is said to."
        error={(tried ? wrong.name : undefined) ?? problemAt(action.problem, "/event_name")}
      />
      <Choice
        form
        width="full"
        label="From"
        value={days}
        options={beginnings}
        onChoose={setDays}
        help="Stripe takes hours of the last 35 days."
        error={problemAt(action.problem, "/from")}
      />
    </FormModal>
  );
}
