import { Link } from "@chakra-ui/react";
import { Link as RouterLink } from "react-router";
import { useKeptSearch } from "../../shell/tenant";

export function FindLink({ source, id }: { source: string | null | undefined; id: string | null | undefined }) {
  const kept = useKeptSearch();
  if (!source || !id) return <>{id ?? "–"}</>;
  const search = new URLSearchParams(kept);
  search.set("source", source);
  search.set("id", id);
  return (
    <Link asChild textDecoration="underline" textUnderlineOffset="3px" fontFamily="mono" fontSize="xs">
      <RouterLink to={`/events/find?${search.toString()}`}>{id}</RouterLink>
    </Link>
  );
}
