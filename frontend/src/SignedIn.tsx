import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { BrowserRouter, Navigate, Route, Routes } from "react-router";
import { newQueryClient } from "./client";
import { EnrollmentDialogs } from "./features/factor/EnrollmentDialogs";
import { isStaff, type SignedIn as Session } from "./features/session/session";
import { InTenant } from "./shell/InTenant";
import { NotFound } from "./shell/NotFound";
import { Shell } from "./shell/Shell";
import { StepUp } from "./shell/StepUp";
import { useKeptSearch } from "./shell/tenant";

const AllInvoicesPage = lazy(() => import("./features/invoices/AllInvoicesPage"));
const AuditPage = lazy(() => import("./features/audit/AuditPage"));
const BudgetsPage = lazy(() => import("./features/budgets/BudgetsPage"));
const EventsPage = lazy(() => import("./features/events/EventsPage"));
const FlagsPage = lazy(() => import("./features/flags/FlagsPage"));
const InvoicesPage = lazy(() => import("./features/invoices/InvoicesPage"));
const KeysPage = lazy(() => import("./features/keys/KeysPage"));
const DisputesPage = lazy(() => import("./features/payments/DisputesPage"));
const MetersPage = lazy(() => import("./features/meters/MetersPage"));
const PaymentProvidersPage = lazy(() => import("./features/payments/PaymentProvidersPage"));
const PeoplePage = lazy(() => import("./features/people/PeoplePage"));
const PlanPage = lazy(() => import("./features/subscriptions/PlanPage"));
const PlansPage = lazy(() => import("./features/plans/PlansPage"));
const PlatformAuditPage = lazy(() => import("./features/audit/PlatformAuditPage"));
const PlatformWebhooksPage = lazy(() => import("./features/webhooks/PlatformWebhooksPage"));
const PoliciesPage = lazy(() => import("./features/policies/PoliciesPage"));
const PreferencesPage = lazy(() => import("./features/preferences/PreferencesPage"));
const ProviderEventsPage = lazy(() => import("./features/payments/ProviderEventsPage"));
const SecurityPage = lazy(() => import("./features/security/SecurityPage"));
const SubscriptionsPage = lazy(() => import("./features/subscriptions/SubscriptionsPage"));
const TeamPage = lazy(() => import("./features/team/TeamPage"));
const TenantBudgetsPage = lazy(() => import("./features/budgets/TenantBudgetsPage"));
const TenantInvoicesPage = lazy(() => import("./features/invoices/TenantInvoicesPage"));
const TenantsPage = lazy(() => import("./features/tenants/TenantsPage"));
const UsagePage = lazy(() => import("./features/usage/UsagePage"));
const WebhooksPage = lazy(() => import("./features/webhooks/WebhooksPage"));

function ToFirst({ session }: { session: Session }) {
  const kept = useKeptSearch();
  const first = session.tenants.length === 0 && isStaff(session) && !kept ? "/tenants" : "/usage";
  return <Navigate to={first + kept} replace />;
}

/** Everything that needs a session, and that is loaded only then. */
export default function SignedIn({ session }: { session: Session }) {
  // One for each session: nothing of somebody else's is left.
  const [client] = useState(newQueryClient);
  const email = session.kind === "person" ? session.person.email : "";
  return (
    <QueryClientProvider client={client}>
      <EnrollmentDialogs email={email}>
        <BrowserRouter basename="/app">
          <Routes>
            <Route element={<Shell session={session} />}>
              <Route index element={<ToFirst session={session} />} />
              <Route element={<InTenant />}>
                <Route path="usage" element={<UsagePage />} />
                <Route path="events/*" element={<EventsPage />} />
                <Route path="team" element={<TeamPage />} />
                <Route path="keys" element={<KeysPage />} />
                <Route path="audit" element={<AuditPage />} />
                <Route path="budgets" element={<BudgetsPage />} />
                <Route path="invoices/*" element={<InvoicesPage />} />
                <Route path="plan" element={<PlanPage />} />
                <Route path="policies" element={<PoliciesPage />} />
                <Route path="webhooks/*" element={<WebhooksPage />} />
              </Route>
              <Route path="all-invoices/*" element={<AllInvoicesPage />} />
              <Route path="meters" element={<MetersPage />} />
              <Route path="flags" element={<FlagsPage />} />
              <Route path="platform-audit" element={<PlatformAuditPage />} />
              <Route path="platform-webhooks/*" element={<PlatformWebhooksPage />} />
              <Route path="payment-providers/*" element={<PaymentProvidersPage />} />
              <Route path="disputes" element={<DisputesPage />} />
              <Route path="provider-events" element={<ProviderEventsPage />} />
              <Route path="people/*" element={<PeoplePage />} />
              <Route path="plans/*" element={<PlansPage />} />
              <Route path="tenants" element={<TenantsPage />} />
              <Route path="tenants/:tenant/budgets" element={<TenantBudgetsPage />} />
              <Route path="tenants/:tenant/invoices/*" element={<TenantInvoicesPage />} />
              <Route path="tenants/:tenant/subscriptions" element={<SubscriptionsPage />} />
              {session.kind === "person" && <Route path="security" element={<SecurityPage session={session} />} />}
              {session.kind === "person" && (
                <Route path="preferences" element={<PreferencesPage session={session} />} />
              )}
              <Route path="*" element={<NotFound />} />
            </Route>
          </Routes>
        </BrowserRouter>
      </EnrollmentDialogs>
      <StepUp email={email} />
    </QueryClientProvider>
  );
}
