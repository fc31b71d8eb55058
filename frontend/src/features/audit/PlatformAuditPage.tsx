import { useQuery } from "@tanstack/react-query";
import { NotFound } from "../../shell/NotFound";
import { usePlatformMay } from "../../shell/standing";
import { everybody } from "./load";
import { Trail } from "./Trail";

export default function PlatformAuditPage() {
  return usePlatformMay("audit_read") ? <OfAll /> : <NotFound />;
}

function OfAll() {
  const mayRead = usePlatformMay("users_list");
  const names = useQuery({ ...everybody, enabled: mayRead }).data;
  return <Trail tenant={undefined} names={names ?? new Map<string, string>()} />;
}
