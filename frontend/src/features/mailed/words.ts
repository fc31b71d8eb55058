// What is wrong with a mail's link, and what to do about it.
import { ApiProblem } from "../../api/problem";
import type { MailedArrival } from "../../shell/arrival";

export interface Wrong {
  title: string;
  about: string;
  next: "forgot" | "sign in" | "security" | "preferences" | undefined;
}

type Linked = Exclude<MailedArrival["page"], "forgot">;

const titles: Record<string, string> = {
  mail_token_invalid: "The link is not valid",
  mail_token_expired: "The link's time is over",
  mail_token_superseded: "There is a newer link",
  mail_token_used: "The link was used already",
  invitation_accepted: "The invitation was accepted already",
  invitation_revoked: "The invitation was taken back",
  tenant_suspended: "The tenant is suspended",
};

const cut = "Open it from the mail itself, or copy it whole: mail programs break long lines.";

const abouts: Record<Linked, Record<string, string>> = {
  invitation: {
    mail_token_invalid: `${cut} If that does not help, ask the one who invited you to send it again.`,
    mail_token_expired: "It was good for 7 days. Ask the one who invited you to send it again.",
    mail_token_superseded: "The invitation was sent again: use the link of the newest mail.",
    mail_token_used: "If it was you, sign in. If not, ask the one who invited you.",
    invitation_accepted: "If it was you, sign in. If not, tell the one who invited you.",
    invitation_revoked: "Whoever invited you has changed their mind, or invites you anew. Ask them.",
    tenant_suspended:
      "Nobody can join it meanwhile. The invitation stays: open its link again when the tenant goes on.",
  },
  reset: {
    mail_token_invalid: `${cut} Or ask for a new one.`,
    mail_token_expired: "It was good for half an hour. Ask for a new one.",
    mail_token_superseded: "A new password was asked for again: use the link of the newest mail.",
    mail_token_used: "The new password is set. If that was not you, ask for a new link at once.",
  },
  verify: {
    mail_token_invalid: `${cut} Or sign in and ask for a new one on the page Security.`,
    mail_token_expired: "It was good for a day. Sign in and ask for a new one on the page Security.",
    mail_token_superseded: "Another mail was asked for: use the link of the newest one.",
    mail_token_used: "Your address is confirmed; there is nothing left to do.",
  },
  unsubscribe: {
    mail_token_invalid: `${cut} Or sign in and choose on the page Preferences.`,
  },
};

const nexts: Record<Linked, Wrong["next"]> = {
  invitation: undefined,
  reset: "forgot",
  verify: "security",
  unsubscribe: "preferences",
};
const done = ["mail_token_used", "invitation_accepted"];

/** The address has no token. */
export function incomplete(page: Linked): Wrong {
  return { title: "The link is not complete", about: cut, next: nexts[page] };
}

/** Nothing: something else went wrong, and the link may be good. */
export function wrongWithLink(page: Linked, problem: unknown): Wrong | undefined {
  if (!(problem instanceof ApiProblem)) return undefined;
  const { code } = problem;
  const [title, about] = [titles[code], abouts[page][code]];
  if (title === undefined || about === undefined) return undefined;
  return { title, about, next: page === "invitation" && done.includes(code) ? "sign in" : nexts[page] };
}
