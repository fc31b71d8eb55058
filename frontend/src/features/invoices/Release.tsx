import { Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onceKeys } from "../../api/once";
import { Confirm } from "../../ui/Confirm";
import { say } from "../../ui/said";
import { release } from "./load";

/** Asks before a parked tenant is billed again. */
export function Release({ tenant, name, close }: { tenant: string; name: string; close: () => void }) {
  const client = useQueryClient();
  const [once] = useState(onceKeys);
  async function run() {
    try {
      await release(once, tenant);
    } finally {
      await client.invalidateQueries({ queryKey: ["invoices"] });
    }
    say(`${name} is billed again.`);
  }
  return (
    <Confirm title={`Bill ${name} again?`} act="Bill it again" failed="It is not billed" run={run} close={close}>
      <Text>
        Its next invoices are made at once, and may exceed the bounds that it was parked for. Look at what is upcoming
        first.
      </Text>
    </Confirm>
  );
}
