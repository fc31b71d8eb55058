const offered = ["en", "en-GB", "en-US", "de", "de-CH", "es", "fr", "it", "ja", "nl", "pl", "pt-BR", "sv"];

/** With the one that is chosen already, whatever it is. */
export function localesWith(chosen: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(["en"], { type: "language" });
  const all = offered.includes(chosen) ? offered : [chosen, ...offered];
  return all.map((value) => ({ value, label: names.of(value) ?? value }));
}

/** Whether the browser has it, or something like it. */
export function isLocale(text: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false;
  }
}
