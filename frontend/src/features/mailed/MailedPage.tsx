import type { Session } from "../session/session";
import type { MailedArrival } from "../../shell/arrival";
import { Forgot } from "./Forgot";
import { Invitation } from "./Invitation";
import { Reset } from "./Reset";
import { Unsubscribe } from "./Unsubscribe";
import { Verify } from "./Verify";
import { WrongLink } from "./WrongLink";
import { incomplete } from "./words";

interface Props {
  arrival: MailedArrival;
  session: Exclude<Session, { state: "starting" }>;
}

export default function MailedPage({ arrival: { page, token }, session }: Props) {
  if (page === "forgot") return <Forgot />;
  if (token === undefined) return <WrongLink wrong={incomplete(page)} />;
  const signedIn = session.state === "in" && session.kind === "person";
  if (page === "reset") return <Reset token={token} signedIn={signedIn} />;
  if (page === "verify") return <Verify token={token} signedIn={signedIn} />;
  if (page === "unsubscribe") return <Unsubscribe token={token} signedIn={signedIn} />;
  return <Invitation token={token} session={session} />;
}
