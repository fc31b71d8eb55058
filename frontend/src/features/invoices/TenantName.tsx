import { useQuery } from "@tanstack/react-query";
import { Link } from "@chakra-ui/react";
import { Link as RouterLink } from "react-router";
import { namedTenant, useKeptSearch } from "../../shell/tenant";

/** As people call it, when that is known; leads to its invoices. */
export function TenantName({ id }: { id: string }) {
  const kept = useKeptSearch();
  const { data } = useQuery(namedTenant(id));
  return (
    <Link asChild fontWeight="medium" textDecoration="underline" textUnderlineOffset="3px">
      <RouterLink to={`/tenants/${id}/invoices${kept}`}>{data?.name ?? id}</RouterLink>
    </Link>
  );
}
