import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { problemAt } from "../../api/problem";
import { instantIn } from "../../time/field";
import { useAction } from "../../ui/action";
import { Choice } from "../../ui/Choice";
import { TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { textOf } from "../plans/fields";
import { allMeters, begin, type Import, ofImports } from "./load";

const zone = "UTC";

interface Draft {
  tenant: string;
  meter: string;
  from: string;
  to: string;
}

function wrongWith({ tenant, from, to }: Draft): Partial<Draft> {
  const [begins, ends] = [instantIn(from, zone), instantIn(to, zone)];
  return {
    ...(tenant.trim() === "" && { tenant: "Whose usage it is" }),
    ...(begins === undefined && { from: "A date and a full hour" }),
    ...(ends === undefined
      ? { to: "A date and a full hour" }
      : begins !== undefined && ends <= begins && { to: "It has to be later than the start" }),
  };
}

/** Of one tenant and meter, for a range; its rows come afterwards. */
export function BeginImport({ made, close }: { made: (one: Import) => void; close: () => void }) {
  const client = useQueryClient();
  const [once] = useState(onceKeys);
  const meters = useQuery(allMeters);
  const [draft, setDraft] = useState<Draft>({ tenant: "", meter: "", from: "", to: "" });
  const [tried, setTried] = useState(false);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const wrong = tried ? wrongWith(draft) : {};
  const meter = draft.meter || (meters.data?.[0]?.slug ?? "");
  const action = useAction(async () => {
    const range = { from: instantIn(draft.from, zone) ?? "", to: instantIn(draft.to, zone) ?? "" };
    const one = await begin(once, { tenant: draft.tenant.trim(), meter, ...range });
    await client.invalidateQueries({ queryKey: ofImports });
    close();
    made(one);
  });

  function send() {
    setTried(true);
    if (Object.keys(wrongWith(draft)).length === 0) void action.start();
  }

  const hours = { type: "datetime-local", step: 3600, required: true } as const;
  return (
    <FormModal
      title="Import past usage"
      act="Go on to the rows"
      busy={action.busy}
      ready={meters.data !== undefined && meter !== ""}
      send={send}
      close={close}
    >
      {meters.isError && <ProblemView title="The meters could not be loaded" problem={meters.error} />}
      {action.problem !== undefined && <ProblemView title="It was not begun" problem={action.problem} />}
      <TextField
        label="Tenant"
        required
        autoComplete="off"
        spellCheck={false}
        {...textOf(draft, "tenant", set)}
        help="Its key or its id."
        error={wrong.tenant ?? problemAt(action.problem, "/tenant")}
      />
      <Choice
        form
        label="Meter"
        value={meter}
        options={(meters.data ?? []).map(({ slug, name }) => ({ value: slug, label: name || slug }))}
        onChoose={(value) => set({ meter: value })}
        error={problemAt(action.problem, "/meter")}
      />
      <TextField
        label={`From (${zone})`}
        {...hours}
        {...textOf(draft, "from", set)}
        help="The start of one of the tenant's hours."
        error={wrong.from ?? problemAt(action.problem, "/from")}
      />
      <TextField
        label={`To (${zone}), exclusive`}
        {...hours}
        {...textOf(draft, "to", set)}
        help="Before the oldest event that is still accepted. All that is counted in between is replaced."
        error={wrong.to ?? problemAt(action.problem, "/to")}
      />
    </FormModal>
  );
}
