import { Badge } from "@chakra-ui/react";
import type { Fate } from "./pages";

const looks: Record<Fate["outcome"], { color: string; title: string; about: string }> = {
  pending: {
    color: "gray",
    title: "Pending",
    about: "It is accepted and stands in the log; it is counted within moments.",
  },
  counted: { color: "green", title: "Counted", about: "It is in the numbers, once." },
  duplicate: {
    color: "gray",
    title: "Duplicate",
    about: "The same event was counted before; this copy changes nothing.",
  },
  conflict: {
    color: "orange",
    title: "Conflict",
    about: "Its source and id were counted before with other content; the first one stays.",
  },
  unmatched: { color: "yellow", title: "Unmatched", about: "No meter wants events of this type." },
  rejected: { color: "red", title: "Rejected", about: "It could not be counted; nothing of it is in the numbers." },
  not_seen: {
    color: "gray",
    title: "Not seen",
    about: "No event with this source and id was accepted in the time that is looked at.",
  },
  unknown: {
    color: "gray",
    title: "Unknown",
    about: "What became of it cannot be told any more: the log does not hold it.",
  },
};

export function outcomeText(outcome: Fate["outcome"]): string {
  return looks[outcome].about;
}

export function Outcome({ outcome, size = "sm" }: { outcome: Fate["outcome"]; size?: "sm" | "md" }) {
  const { color, title } = looks[outcome];
  return (
    <Badge colorPalette={color} variant="surface" size={size}>
      {title}
    </Badge>
  );
}
