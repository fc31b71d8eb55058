// Light, dark or as the system is. public/theme.js has set the class before the first paint.
import { useSyncExternalStore } from "react";
import type { Schemas } from "../api/client";
import { store, stored } from "./stored";

export type ThemeChoice = Schemas["preferences"]["theme"];

const choices: readonly ThemeChoice[] = ["light", "dark", "system"];
const listeners = new Set<() => void>();
const systemIsDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

function read(): ThemeChoice {
  const chosen = stored("theme");
  return choices.find((choice) => choice === chosen) ?? "system";
}

let choice: ThemeChoice = read();

function show(): void {
  const dark = choice === "dark" || (choice === "system" && systemIsDark());
  document.documentElement.classList.toggle("dark", dark);
  document.documentElement.classList.toggle("light", !dark);
  for (const listener of listeners) listener();
}

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  store("theme", next);
  show();
}

export function nextTheme(): ThemeChoice {
  return choices[(choices.indexOf(choice) + 1) % choices.length] ?? "system";
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => choice,
  );
}

/** Follows the system, and what is chosen in other tabs. */
export function followTheme(): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  window.addEventListener("storage", (event) => {
    if (event.key !== "weir.theme") return;
    choice = read();
    show();
  });
  show();
}
