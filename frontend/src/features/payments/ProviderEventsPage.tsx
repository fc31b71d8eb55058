import { NotFound } from "../../shell/NotFound";
import { usePlatformMay } from "../../shell/standing";
import { InboxView } from "./InboxView";

/** The inbox of payment providers, for staff. */
export default function ProviderEventsPage() {
  return usePlatformMay("payment_providers_read") ? <InboxView /> : <NotFound />;
}
