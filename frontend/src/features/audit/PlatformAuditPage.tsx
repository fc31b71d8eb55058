import { useQuery } from "@tanstack/react-query";
import { NotFound } from "../../shell/NotFound";
import { usePlatformMay } from "../../shell/standing";
import { everybody, onTheirWay } from "./load";
import { Trail } from "./Trail";

export default function PlatformAuditPage() {
  return usePlatformMay("audit_read") ? <OfAll /> : <NotFound />;
}

function OfAll() {
  const mayRead = usePlatformMay("users_list");
  const asked = useQuery({ ...everybody, enabled: mayRead });
  return <Trail tenant={undefined} names={asked.data ?? new Map<string, string>()} wait={onTheirWay(asked)} />;
}
