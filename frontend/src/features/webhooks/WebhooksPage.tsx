import { NotAllowed } from "../../shell/NotAllowed";
import { useMay } from "../../shell/standing";
import { useTenant } from "../../shell/tenant";
import { Pages } from "./Pages";
import { WebhookContext } from "./scope";

/** Webhooks of a tenant. */
export default function WebhooksPage() {
  return useMay("webhooks_read") ? <Own /> : <NotAllowed title="Webhooks" who="owners and admins" />;
}

function Own() {
  const tenant = useTenant();
  const mayWrite = useMay("webhooks_write");
  return (
    <WebhookContext value={{ tenant, mayWrite, base: "/webhooks" }}>
      <Pages key={tenant.id} />
    </WebhookContext>
  );
}
