// For whom numbers and instants are written: as they chose it for all of their devices, else as this device has it.

interface Choice {
  locale?: string | undefined;
  time_zone?: string | null | undefined;
}

let chosen: Choice = {};

/** With nothing chosen: as the device has it. */
export function writeFor(choice: Choice): void {
  chosen = choice;
}

/** "en" of somebody whose device says en-GB is en-GB. */
export function refined(locale: string, device: readonly string[]): string {
  return device.find((other) => other.toLowerCase().startsWith(`${locale.toLowerCase()}-`)) ?? locale;
}

export function readerLocale(): string | undefined {
  return chosen.locale === undefined ? undefined : refined(chosen.locale, navigator.languages);
}

export function deviceZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function readerZone(): string {
  return chosen.time_zone ?? deviceZone();
}
