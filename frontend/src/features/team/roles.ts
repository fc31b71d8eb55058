// What a role is for, in the words of somebody who has to choose one. The server decides what it allows.
import type { Schemas } from "../../api/client";

export type Member = Schemas["member"];
export type Role = Member["role"];

export const roles: readonly Role[] = ["owner", "admin", "billing", "analyst", "viewer"];

export const roleNames: Record<Role, string> = {
  owner: "Owner",
  admin: "Admin",
  billing: "Billing",
  analyst: "Analyst",
  viewer: "Viewer",
};

export const roleWords: Record<Role, string> = {
  owner: "Everything in this tenant, and who else is an owner.",
  admin: "Team, API keys, the audit trail and rejected events; owners stay as they are.",
  billing: "Reads usage, events and what will be invoiced.",
  analyst: "Reads usage and events.",
  viewer: "Reads usage and events.",
};

export function nameOf({ name, email }: { name: string; email: string }): string {
  return name || email;
}

export interface Standing {
  mayWrite: boolean;
  role: string | undefined; // of the one who asks
  members: readonly Member[];
  complete: boolean; // all members are loaded
}

/** Why this member's role cannot be changed by the one who asks; nothing: it can. */
export function fixedBecause(member: Member, { mayWrite, role, members, complete }: Standing): string | undefined {
  if (!mayWrite) return "";
  if (member.role !== "owner") return undefined;
  if (role !== "owner" && role !== "operator") return "Owners are changed by owners.";
  const owners = members.filter((one) => one.role === "owner").length;
  if (complete && owners === 1) return "The last owner stays: make somebody else an owner first.";
  return undefined;
}

export function rolesFor(role: string | undefined): readonly Role[] {
  return role === "owner" || role === "operator" ? roles : roles.filter((one) => one !== "owner");
}
