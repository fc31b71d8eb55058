// Where one can go: for the sidebar, the palette and the shortcuts.
import type { ComponentType } from "react";
import {
  AuditIcon,
  BudgetIcon,
  CatalogueIcon,
  DisputeIcon,
  EventsIcon,
  FlagIcon,
  InboxIcon,
  InvoiceIcon,
  KeyIcon,
  MeterIcon,
  PeopleIcon,
  PlanIcon,
  PolicyIcon,
  ProviderIcon,
  SecurityIcon,
  SlidersIcon,
  TeamIcon,
  TenantsIcon,
  UsageIcon,
  WebhookIcon,
} from "../ui/icons";
import { allows, platformAllows, type Standing } from "./standing";

export interface Place {
  to: string;
  title: string;
  keys: string;
  icon: ComponentType;
  group: "" | "Platform" | "You";
  shown: (standing: Standing) => boolean;
}

const always = () => true;
const isPerson = ({ session }: Standing) => session.kind === "person";
const onPlatform = ({ session }: Standing) => platformAllows(session, "tenants_read");

export const places: readonly Place[] = [
  { to: "/usage", title: "Usage", keys: "g u", icon: UsageIcon, group: "", shown: always },
  { to: "/events", title: "Events", keys: "g e", icon: EventsIcon, group: "", shown: always },
  { to: "/team", title: "Team", keys: "g t", icon: TeamIcon, group: "", shown: always },
  {
    to: "/keys",
    title: "API keys",
    keys: "g k",
    icon: KeyIcon,
    group: "",
    shown: (standing) => allows(standing, "api_keys_read"),
  },
  {
    to: "/audit",
    title: "Audit",
    keys: "g a",
    icon: AuditIcon,
    group: "",
    shown: (standing) => allows(standing, "audit_read"),
  },
  {
    to: "/plan",
    title: "Plan",
    keys: "g b",
    icon: PlanIcon,
    group: "",
    shown: (standing) => allows(standing, "subscriptions_read"),
  },
  {
    to: "/invoices",
    title: "Invoices",
    keys: "g v",
    icon: InvoiceIcon,
    group: "",
    shown: (standing) => allows(standing, "invoices_read"),
  },
  {
    to: "/budgets",
    title: "Budgets",
    keys: "g d",
    icon: BudgetIcon,
    group: "",
    shown: (standing) => allows(standing, "budgets_read"),
  },
  {
    to: "/policies",
    title: "Policies",
    keys: "g i",
    icon: PolicyIcon,
    group: "",
    shown: (standing) => allows(standing, "policies_read"),
  },
  {
    to: "/webhooks",
    title: "Webhooks",
    keys: "g h",
    icon: WebhookIcon,
    group: "",
    shown: (standing) => allows(standing, "webhooks_read"),
  },
  {
    to: "/meters",
    title: "Meters",
    keys: "g m",
    icon: MeterIcon,
    group: "",
    shown: (standing) => !onPlatform(standing),
  },
  { to: "/tenants", title: "Tenants", keys: "g o", icon: TenantsIcon, group: "Platform", shown: onPlatform },
  {
    to: "/people",
    title: "People",
    keys: "g w",
    icon: PeopleIcon,
    group: "Platform",
    shown: ({ session }) => platformAllows(session, "users_list"),
  },
  {
    to: "/plans",
    title: "Plans",
    keys: "g c",
    icon: CatalogueIcon,
    group: "Platform",
    shown: ({ session }) => platformAllows(session, "plans_read"),
  },
  {
    to: "/all-invoices",
    title: "All invoices",
    keys: "g n",
    icon: InvoiceIcon,
    group: "Platform",
    shown: ({ session }) => platformAllows(session, "invoices_read"),
  },
  { to: "/meters", title: "Meters", keys: "g m", icon: MeterIcon, group: "Platform", shown: onPlatform },
  {
    to: "/platform-audit",
    title: "Platform audit",
    keys: "g l",
    icon: AuditIcon,
    group: "Platform",
    shown: ({ session }) => platformAllows(session, "audit_read"),
  },
  {
    to: "/platform-webhooks",
    title: "Platform webhooks",
    keys: "g j",
    icon: WebhookIcon,
    group: "Platform",
    shown: ({ session }) => platformAllows(session, "webhooks_read"),
  },
  {
    to: "/payment-providers",
    title: "Payment providers",
    keys: "g y",
    icon: ProviderIcon,
    group: "Platform",
    shown: ({ session }) => platformAllows(session, "payment_providers_read"),
  },
  {
    to: "/provider-events",
    title: "Provider events",
    keys: "g x",
    icon: InboxIcon,
    group: "Platform",
    shown: ({ session }) => platformAllows(session, "payment_providers_read"),
  },
  {
    to: "/disputes",
    title: "Disputes",
    keys: "g z",
    icon: DisputeIcon,
    group: "Platform",
    shown: ({ session }) => platformAllows(session, "payments_read"),
  },
  {
    to: "/flags",
    title: "Feature flags",
    keys: "g f",
    icon: FlagIcon,
    group: "Platform",
    shown: ({ session }) => platformAllows(session, "feature_flags_read"),
  },
  { to: "/security", title: "Security", keys: "g s", icon: SecurityIcon, group: "You", shown: isPerson },
  { to: "/preferences", title: "Preferences", keys: "g p", icon: SlidersIcon, group: "You", shown: isPerson },
];
