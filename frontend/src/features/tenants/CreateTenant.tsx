import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client";
import { onceKey } from "../../api/once";
import { problemAt } from "../../api/problem";
import { isZone } from "../../time/zone";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { ZoneField } from "../../ui/ZoneField";

export function CreateTenant({ close }: { close: () => void }) {
  const client = useQueryClient();
  const [key, setKey] = useState("");
  const [name, setName] = useState("");
  const [zone, setZone] = useState("UTC");
  const [currency, setCurrency] = useState("USD");
  const [tried, setTried] = useState(false);
  const [once] = useState(onceKey);
  const action = useAction(async () => {
    const body = { key: key.trim(), time_zone: zone, currency, ...(name.trim() && { name: name.trim() }) };
    await api.POST("/api/v1/tenants", { params: { header: { "Idempotency-Key": once } }, body });
    await client.invalidateQueries({ queryKey: ["tenants"] });
    say(`${body.name ?? body.key} is there.`);
  });
  const right = key.trim() !== "" && isZone(zone) && /^[A-Z]{3}$/.test(currency);

  async function send() {
    setTried(true);
    if (right && (await action.start())) close();
  }

  return (
    <FormModal title="New tenant" act="Make the tenant" busy={action.busy} send={() => void send()} close={close}>
      {action.problem !== undefined && <ProblemView title="The tenant was not made" problem={action.problem} />}
      <TextField
        label="Key"
        required
        maxLength={255}
        spellCheck={false}
        fontFamily="mono"
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
        help="Your own customer id. Events with it as subject belong to this tenant; it stays as it is."
        error={tried && key.trim() === "" ? "A tenant has a key." : problemAt(action.problem, "/key")}
      />
      <TextField
        label="Name"
        maxLength={255}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        help="For people."
      />
      <ZoneField
        label="Time zone"
        value={zone}
        onChange={setZone}
        help="Its days and months are counted in it. Another one is possible later only where full hours begin at the same minute."
        error={isZone(zone) ? problemAt(action.problem, "/time_zone") : "There is no such time zone."}
      />
      <TextField
        label="Currency"
        required
        maxLength={3}
        value={currency}
        onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
        help="Three letters, as ISO 4217 has them."
        error={tried && !/^[A-Z]{3}$/.test(currency) ? "Three letters: EUR." : problemAt(action.problem, "/currency")}
      />
    </FormModal>
  );
}
