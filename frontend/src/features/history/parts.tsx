import { Badge } from "@chakra-ui/react";
import type { Import } from "./load";

export const historyBase = "/history";

const colors: Record<Import["state"], string> = {
  open: "blue",
  started: "orange",
  imported: "green",
  canceled: "gray",
};
const words: Record<Import["state"], string> = {
  open: "takes rows",
  started: "takes its place",
  imported: "imported",
  canceled: "given up",
};

export function StateBadge({ of: { state } }: { of: Import }) {
  return (
    <Badge variant="surface" colorPalette={colors[state]}>
      {words[state]}
    </Badge>
  );
}

/** "2026-01-01 00:00 – 2026-04-01 00:00 UTC" */
export function rangeWords({ from, to }: Pick<Import, "from" | "to">): string {
  const short = (at: string) => at.slice(0, 16).replace("T", " ");
  return `${short(from)} – ${short(to)} UTC`;
}
