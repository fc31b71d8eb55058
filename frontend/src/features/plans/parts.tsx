import { Badge, Link } from "@chakra-ui/react";
import { Link as RouterLink } from "react-router";
import { useKeptSearch } from "../../shell/tenant";
import type { Plan } from "./load";

/** To the list, or to the plan. */
export function Back({ to }: { to?: Pick<Plan, "id" | "name"> }) {
  const kept = useKeptSearch();
  return (
    <Link asChild textDecoration="underline" mb="3" display="inline-block">
      <RouterLink to={(to === undefined ? "/plans" : `/plans/${to.id}`) + kept}>
        {to === undefined ? "All plans" : `Back to ${to.name}`}
      </RouterLink>
    </Link>
  );
}

export function PlanState({ state }: { state: Plan["state"] }) {
  return (
    <Badge variant="surface" colorPalette={state === "active" ? "green" : "gray"}>
      {state}
    </Badge>
  );
}

/** An address about a version of a plan, with what is kept of the one that is shown. */
export function withVersion(path: string, version: number, kept: string): string {
  const search = new URLSearchParams(kept);
  search.set("version", `${version}`);
  return `${path}?${search.toString()}`;
}
