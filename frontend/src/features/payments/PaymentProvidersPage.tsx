import { Route, Routes } from "react-router";
import { NotFound } from "../../shell/NotFound";
import { usePlatformMay } from "../../shell/standing";
import { ProviderPage } from "./ProviderPage";
import { ProvidersView } from "./ProvidersView";

/** Accounts at payment providers, for staff. */
export default function PaymentProvidersPage() {
  if (!usePlatformMay("payment_providers_read")) return <NotFound />;
  return (
    <Routes>
      <Route index element={<ProvidersView />} />
      <Route path=":provider" element={<ProviderPage />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}
