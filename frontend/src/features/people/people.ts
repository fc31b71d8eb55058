// The people of the installation, as its staff see them.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../api/client";
import { save } from "../../ui/save";

export type User = Schemas["user"];

export const staffWords: Record<NonNullable<User["platform_role"]>, string> = {
  operator: "Operator",
  finance: "Finance",
  support: "Support",
};

export const everybody_key = ["users", "all"] as const;

export function person(id: string) {
  return queryOptions({
    queryKey: ["users", id],
    queryFn: ({ signal }) =>
      // The API lets browsers keep it for minutes, in which it may be changed from here.
      body(api.GET("/api/v1/users/{user}", { params: { path: { user: id } }, signal, cache: "no-cache" })),
  });
}

/** Whether each word is a part of the name, the address or the id. */
export function fits({ name, email, id }: User, sought: string): boolean {
  const text = `${name} ${email} ${id}`.toLowerCase();
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Saves all that is kept of a person, exactly as the server wrote it. True: older entries of the trail are missing. */
export async function saveData(answer: Promise<{ data?: unknown }>, id: string): Promise<boolean> {
  const text = (await body(answer)) as string;
  save(`weir_${id}.json`, "application/json", [text]);
  return (JSON.parse(text) as { audit_entries_left_out: boolean }).audit_entries_left_out;
}
