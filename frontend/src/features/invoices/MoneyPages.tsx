import { Route, Routes } from "react-router";
import { NotFound } from "../../shell/NotFound";
import { Parts } from "../../shell/Parts";
import { PageHead } from "../../ui/Panel";
import { ProfileView } from "../billing/ProfileView";
import { CreditsView } from "../credits/CreditsView";
import { AttemptsList } from "./AttemptsList";
import { InvoicesList } from "./InvoicesList";
import { InvoiceView } from "./InvoiceView";
import { MethodsList } from "./MethodsList";
import { Back } from "./parts";
import { useScope, useScopeMay } from "./scope";
import { UpcomingView } from "./UpcomingView";

const pages = [
  { path: "", title: "Invoices", page: InvoicesList },
  { path: "upcoming", title: "Upcoming", page: UpcomingView },
  { path: "payments", title: "Payments", page: AttemptsList },
  { path: "methods", title: "Payment methods", page: MethodsList },
  { path: "credits", title: "Credits", page: CreditsView },
  { path: "to", title: "Who is billed", page: ProfileView },
];

function Lists() {
  const { tenant, inside, base } = useScope();
  // Lists of payments and of what is paid with are a tenant's own; staff see payments with their invoices.
  const hasPayments = useScopeMay("payments_read") && inside;
  const shown = pages.filter(({ path }) => (path !== "payments" && path !== "methods") || hasPayments);
  const title = inside ? "Invoices" : `Invoices of ${tenant.name}`;
  return (
    <>
      <title>{`${title} · Weir`}</title>
      {!inside && <Back to="/tenants">All tenants</Back>}
      <PageHead
        title={title}
        about={`What ${tenant.name} was billed, and what follows. Its days are those of ${tenant.time_zone}.`}
      />
      <Parts
        name="Invoices"
        parts={shown.map(({ path, title: of }) => ({ to: path === "" ? base : `${base}/${path}`, title: of }))}
      />
      <Routes>
        {shown.map(({ path, page: Page }) => (
          <Route key={path} {...(path === "" ? { index: true } : { path })} element={<Page />} />
        ))}
        <Route path="*" element={<NotFound />} />
      </Routes>
    </>
  );
}

/** Everything about a tenant's money but its plan. */
export function MoneyPages() {
  return (
    <Routes>
      <Route path="of/:invoice" element={<InvoiceView />} />
      <Route path="*" element={<Lists />} />
    </Routes>
  );
}
