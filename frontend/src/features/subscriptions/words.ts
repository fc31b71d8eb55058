// Where a subscription stands and what changes, in words.
import { readerLocale } from "../../time/reader";
import type { Change, Kind, Subscription } from "./load";

type State = Subscription["state"];

export const stateWords: Record<State, string> = {
  pending: "begins later",
  trialing: "on trial",
  active: "active",
  paused: "paused",
  canceled: "ended",
};

export const stateColors: Record<State, string> = {
  pending: "blue",
  trialing: "teal",
  active: "green",
  paused: "orange",
  canceled: "gray",
};

/** On the tenant's wall: there its months begin. */
export function inZone(at: string, zone: string, locale = readerLocale()): string {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: "medium", timeStyle: "short" }).format(
    Date.parse(at),
  );
}

export function planWords({ code, version }: Subscription["plan"]): string {
  return `${code}, version ${version}`;
}

/** In the order in which they take effect. */
export function inOrder(changes: readonly Change[]): Change[] {
  return [...changes].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.sequence - b.sequence);
}

const done: Record<Kind, string> = {
  start: "Began",
  change_plan: "Changed",
  pause: "Paused",
  resume: "Went on",
  cancel: "Ended",
};
const toCome: Record<Kind, string> = {
  start: "Begins",
  change_plan: "Changes",
  pause: "Pauses",
  resume: "Goes on",
  cancel: "Ends",
};

/** "Changes to scale, version 1" */
export function changeWords({ kind, plan, is_scheduled }: Change): string {
  const verb = (is_scheduled ? toCome : done)[kind];
  if (!plan) return verb;
  return `${verb} ${kind === "start" ? "with" : "to"} ${planWords(plan)}`;
}

export function nextChange({ changes, state }: Subscription): Change | undefined {
  return state === "canceled" ? undefined : inOrder(changes).find(({ is_scheduled }) => is_scheduled);
}

/** Until when nothing is charged, while that is so. */
export function trialEnd({ changes, state }: Subscription): string | undefined {
  if (state !== "trialing" && state !== "pending") return undefined;
  return changes.find(({ kind }) => kind === "start")?.trial_until;
}

/** What can be asked for; whether it makes sense at its time is known when it is carried out. */
export function offered({ state, changes }: Subscription): Exclude<Kind, "start">[] {
  if (state === "canceled") return [];
  const isToCome = (wanted: Kind) => changes.some(({ kind, is_scheduled }) => is_scheduled && kind === wanted);
  return [
    "change_plan",
    ...(state !== "paused" || isToCome("resume") ? (["pause"] as const) : []),
    ...(state === "paused" || isToCome("pause") ? (["resume"] as const) : []),
    ...(isToCome("cancel") ? [] : (["cancel"] as const)),
  ];
}

/** Sentences for whom the subscription is. */
export function standing(subscription: Subscription, zone: string, name: string): string[] {
  const { state, started_at: since, canceled_at: end, current_period: period } = subscription;
  const at = (instant: string) => inZone(instant, zone);
  const trial = trialEnd(subscription);
  const next = nextChange(subscription);
  const begins = state === "pending" ? `It begins with ${name} on ${at(since)}.` : `You have ${name}.`;
  const free = trial === undefined ? [] : [`Nothing is charged until ${at(trial)}.`];
  if (state === "canceled") return [`It had ${name} from ${at(since)} to ${at(end ?? since)}.`];
  return [
    begins,
    ...free,
    ...(state === "paused" ? ["It is paused: fees rest meanwhile."] : []),
    ...(period ? [`The current period is from ${at(period.from)} to ${at(period.to)}.`] : []),
    next && next.kind !== "start"
      ? `Next, on ${at(next.at)}: ${lowered(changeWords(next))}.`
      : "It goes on like this until it is changed.",
  ];
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
