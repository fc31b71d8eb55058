import { NotFound } from "../../shell/NotFound";
import { usePlatformMay } from "../../shell/standing";
import { Pages } from "./Pages";
import { WebhookContext } from "./scope";

/** The platform's own webhooks, for staff. */
export default function PlatformWebhooksPage() {
  const mayRead = usePlatformMay("webhooks_read");
  const mayWrite = usePlatformMay("webhooks_write");
  if (!mayRead) return <NotFound />;
  return (
    <WebhookContext value={{ tenant: undefined, mayWrite, base: "/platform-webhooks" }}>
      <Pages />
    </WebhookContext>
  );
}
