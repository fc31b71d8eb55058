// When a change is to take effect.
import { instantIn } from "../../time/field";
import type { NewChange } from "./load";

export interface When {
  how: "now" | "period_end" | "at";
  at: string; // of an input, on the tenant's wall
}

export const now: When = { how: "now", at: "" };

const furthest_ms = 400 * 86_400_000;

export function wrongWhen({ how, at }: When, zone: string, today = Date.now()): string | undefined {
  if (how !== "at") return undefined;
  const instant = instantIn(at, zone);
  if (instant === undefined) return "Choose a date and a time.";
  if (Math.abs(Date.parse(instant) - today) > furthest_ms) return "At most 400 days back or ahead.";
  return undefined;
}

/** Of one that nothing is wrong with. */
export function whenBody({ how, at }: When, zone: string): Pick<NewChange, "when" | "at"> {
  if (how === "period_end") return { when: "period_end" };
  const instant = how === "at" ? instantIn(at, zone) : undefined;
  return instant === undefined ? {} : { at: instant };
}

/** "Now" moves on with the hour: what was seen before is what is asked for. */
export function asSeen({ how }: When, at: string | undefined): Pick<NewChange, "at"> {
  return how === "now" && at !== undefined ? { at } : {};
}
