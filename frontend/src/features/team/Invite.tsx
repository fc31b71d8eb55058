import { Fieldset } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { aboutTenant, api } from "../../api/client";
import { onceKey } from "../../api/once";
import { problemAt, withWait } from "../../api/problem";
import { useTenant } from "../../shell/tenant";
import { useAction } from "../../ui/action";
import { TextField } from "../../ui/Field";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { say } from "../../ui/said";
import { RoleChoice } from "./RoleChoice";
import { type Role, roleNames } from "./roles";

/** Asks whom, and as what; a mail with a link goes out. */
export function Invite({ offered, close }: { offered: readonly Role[]; close: () => void }) {
  const tenant = useTenant();
  const client = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [tried, setTried] = useState(false);
  const [once] = useState(onceKey);
  const wanted = email.trim();
  const action = useAction(async () => {
    await api.POST("/api/v1/tenants/{tenant}/invitations", {
      params: { path: { tenant: tenant.id }, header: { "Idempotency-Key": once } },
      headers: aboutTenant(tenant.id).headers,
      body: { email: wanted, role },
    });
    await client.invalidateQueries({ queryKey: ["invitations", tenant.id] });
    say(`${wanted} is invited: ${roleNames[role]}. A mail is on its way.`);
  });
  const inField = problemAt(action.problem, "/email");

  async function send() {
    setTried(true);
    if (wanted !== "" && (await action.start())) close();
  }

  return (
    <FormModal
      title={`Invite somebody to ${tenant.name}`}
      act="Send the invitation"
      busy={action.busy}
      send={() => void send()}
      close={close}
    >
      {action.problem !== undefined && inField === undefined && (
        <ProblemView
          title="Nobody was invited"
          problem={withWait(action.problem, "So many mails went to this address lately.")}
        />
      )}
      <TextField
        label="E-mail"
        required
        type="email"
        autoComplete="off"
        maxLength={254}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        help="They get a mail with a link that works once, within 7 days, with an account or without one yet."
        error={tried && wanted === "" ? "Where shall the mail go?" : inField}
      />
      <Fieldset.Root>
        <Fieldset.Legend>What they may do</Fieldset.Legend>
        <Fieldset.Content mt="2">
          <RoleChoice value={role} offered={offered} onChoose={setRole} />
        </Fieldset.Content>
      </Fieldset.Root>
    </FormModal>
  );
}
