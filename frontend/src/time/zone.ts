// Days and months of a time zone, from the browser's own tables. Instants are milliseconds since 1970.

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let made = formatters.get(zone);
  if (!made) {
    made = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formatters.set(zone, made);
  }
  return made;
}

/** The clock on the wall, as if it were UTC. */
export function wall(instant: number, zone: string): number {
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(instant)
      .map((part) => [part.type, part.value]),
  );
  const at = (name: string) => Number(parts[name]);
  return Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"));
}

/** The first instant at which the wall shows this, or what follows a gap. */
export function instantOf(wallTime: number, zone: string): number {
  // Two guesses from both sides of a change: the earlier one that shows the time wins.
  const guesses = [-86_400_000, 86_400_000].map((shift) => {
    const offset = wall(wallTime + shift, zone) - (wallTime + shift);
    return wallTime - offset;
  });
  const right = guesses.filter((guess) => wall(guess, zone) === wallTime);
  return right.length > 0 ? Math.min(...right) : Math.max(...guesses);
}

export type Unit = "HOUR" | "DAY" | "MONTH";

const hour = 3_600_000;

/** The start of the hour, day or month that an instant is in. `minuteOffset`: where hours of the tenant's clock begin. */
export function startOf(unit: Unit, instant: number, zone: string, minuteOffset = 0): number {
  if (unit === "HOUR") {
    const shift = minuteOffset * 60_000;
    return Math.floor((instant + shift) / hour) * hour - shift;
  }
  const there = new Date(wall(instant, zone));
  const day = unit === "DAY" ? there.getUTCDate() : 1;
  return instantOf(Date.UTC(there.getUTCFullYear(), there.getUTCMonth(), day), zone);
}

/** The start `count` units after a start. */
export function move(unit: Unit, start: number, count: number, zone: string): number {
  if (unit === "HOUR") return start + count * hour;
  const there = new Date(wall(start, zone));
  const [year, month, day] = [there.getUTCFullYear(), there.getUTCMonth(), there.getUTCDate()];
  return instantOf(unit === "DAY" ? Date.UTC(year, month, day + count) : Date.UTC(year, month + count, 1), zone);
}

/** RFC 3339 as the API writes it. */
export function rfc3339(instant: number): string {
  return new Date(instant).toISOString().replace(".000Z", "Z");
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
