import { Text } from "@chakra-ui/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { aboutTenant, api, body } from "../../api/client";
import { onceKey } from "../../api/once";
import { useTenant } from "../../shell/tenant";
import { useAction } from "../../ui/action";
import { Choice } from "../../ui/Choice";
import { FormModal } from "../../ui/FormModal";
import { ProblemView } from "../../ui/ProblemView";
import { type ApiKey, type NewKey, type Overlap, overlaps } from "./keys";
import { withSecret } from "./withSecret";

interface Props {
  old: ApiKey;
  made: (key: NewKey, overlap: Overlap) => void;
  close: () => void;
}

/** Another key in the place of this one, which goes on beside it for a while. */
export function RotateKey({ old, made, close }: Props) {
  const tenant = useTenant();
  const client = useQueryClient();
  const [overlap, setOverlap] = useState<Overlap>("86400");
  const [once] = useState(onceKey);
  const action = useAction(async () => {
    const key = await body(
      api.POST("/api/v1/api-keys/{key}/rotate", {
        params: { path: { key: old.id }, header: { "Idempotency-Key": once } },
        headers: aboutTenant(tenant.id).headers,
        body: { overlap_seconds: parseInt(overlap, 10) },
      }),
    );
    await client.invalidateQueries({ queryKey: ["api keys"] });
    made(withSecret(key, `POST /api/v1/api-keys/${old.id}/rotate`), overlap);
  });

  return (
    <FormModal
      title={`Rotate "${old.name}"`}
      act="Make the new key"
      busy={action.busy}
      send={() => void action.start()}
      close={close}
      size="sm"
    >
      {action.problem !== undefined && <ProblemView title="The key was not rotated" problem={action.problem} />}
      <Text>
        A new key takes its place: with the same name, for the same, from the same networks, and for as long as this one
        was made for.
      </Text>
      <Choice
        form
        label="The old key goes on for"
        value={overlap}
        options={overlaps}
        onChoose={(value) => setOverlap(overlaps.find((one) => one.value === value)?.value ?? "86400")}
        help="Long enough to give the new one to every program that uses the old one."
      />
    </FormModal>
  );
}
