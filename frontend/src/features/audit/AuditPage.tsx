import { useQuery } from "@tanstack/react-query";
import { NotAllowed } from "../../shell/NotAllowed";
import { useMay } from "../../shell/standing";
import { useTenant } from "../../shell/tenant";
import { namesIn, onTheirWay } from "./load";
import { Trail } from "./Trail";

export default function AuditPage() {
  return useMay("audit_read") ? <OfTenant /> : <NotAllowed title="Audit" who="owners and admins" />;
}

function OfTenant() {
  const tenant = useTenant();
  const asked = useQuery(namesIn(tenant, useMay("api_keys_read")));
  return <Trail tenant={tenant} names={asked.data ?? new Map([[tenant.id, tenant.name]])} wait={onTheirWay(asked)} />;
}
