// The few choices kept in this browser; where storage is refused they last as long as the page.
const prefix = "weir.";
const fallback = new Map<string, string>();

export function stored(name: string): string | undefined {
  try {
    return localStorage.getItem(prefix + name) ?? undefined;
  } catch {
    return fallback.get(name);
  }
}

export function store(name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, value);
  } catch {
    if (value === undefined) fallback.delete(name);
    else fallback.set(name, value);
  }
}
