import { Link } from "@chakra-ui/react";
import type { MouseEvent, ReactNode } from "react";
import { goTo } from "../../shell/arrival";

/** A link where there is no router. */
export function PlainLink({ to, children }: { to: string; children: ReactNode }) {
  function follow(event: MouseEvent) {
    // With a key held it opens somewhere else.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
  }
  return (
    <Link href={to} textDecoration="underline" onClick={follow}>
      {children}
    </Link>
  );
}
