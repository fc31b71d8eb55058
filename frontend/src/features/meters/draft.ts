// What a new meter has to be like, said while it is written. The server checks the same and has the last word.
import type { Schemas } from "../../api/client";

export type NewMeter = Schemas["meter_create"];
export type Aggregation = NewMeter["aggregation"];

export interface Draft {
  slug: string;
  name: string;
  description: string;
  eventType: string;
  aggregation: Aggregation;
  value: string; // JSONPath
  unit: string;
  groups: { name: string; path: string }[];
}

export const emptyDraft: Draft = {
  slug: "",
  name: "",
  description: "",
  eventType: "",
  aggregation: "SUM",
  value: "",
  unit: "",
  groups: [],
};

export const aggregationWords: Record<Aggregation, string> = {
  COUNT: "how many events",
  SUM: "all values added up",
  MIN: "the least value",
  MAX: "the greatest value",
  AVG: "the average value",
  LATEST: "the latest value",
  UNIQUE_COUNT: "how many different values",
};

const slugForm = /^[a-z0-9]+(_[a-z0-9]+)*$/;
const groupForm = /^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/;

/** What is wrong with it; nothing: `$` followed by members and indexes. */
export function pathProblem(path: string): string | undefined {
  if (path === "") return "Say where in data it stands, for example $.tokens.";
  if (!path.startsWith("$")) return "It begins with $, which is data itself.";
  if (path === "$" || path.endsWith(".")) return "It names a member, for example $.tokens.";
  return undefined;
}

export type Wrong = Partial<Record<"slug" | "eventType" | "value", string>> & { groups: (string | undefined)[] };

export function wrongWith(draft: Draft): Wrong {
  const wrong: Wrong = {
    groups: draft.groups.map(({ name, path }, index) => {
      if (!groupForm.test(name)) return "The name has letters, digits and _, and does not begin with a digit.";
      if (draft.groups.findIndex((other) => other.name === name) !== index) return "This name is there already.";
      return pathProblem(path);
    }),
  };
  if (!slugForm.test(draft.slug) || draft.slug.length > 64) {
    wrong.slug = "Small letters and digits, with single _ between them: api_calls.";
  }
  if (draft.eventType.trim() === "") wrong.eventType = "Which events count?";
  const path = draft.aggregation === "COUNT" ? undefined : pathProblem(draft.value);
  if (path !== undefined) wrong.value = path;
  return wrong;
}

export function isRight({ groups, ...others }: Wrong): boolean {
  return Object.keys(others).length === 0 && groups.every((one) => one === undefined);
}

export function toSend(draft: Draft): NewMeter {
  const { slug, name, description, unit, aggregation, groups } = draft;
  return {
    slug,
    event_type: draft.eventType.trim(),
    aggregation,
    ...(aggregation !== "COUNT" && { value_property: draft.value }),
    ...(name.trim() && { name: name.trim() }),
    ...(description.trim() && { description: description.trim() }),
    ...(unit.trim() && { unit: unit.trim() }),
    group_by: Object.fromEntries(groups.map(({ name: group, path }) => [group, path])),
  };
}
