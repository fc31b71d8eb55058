// Single keys, and two in a row after g. They can be switched off (WCAG 2.1.4); Ctrl-K stays.
import { useEffect, useRef, useSyncExternalStore } from "react";
import { store, stored } from "./stored";

export interface Shortcut {
  keys: string; // "t", "g u"
  title: string;
  run: () => void;
}

const pause_ms = 1000;
const listeners = new Set<() => void>();
let enabled = stored("shortcuts") !== "off";

export function shortcutsEnabled(): boolean {
  return enabled;
}

export function enableShortcuts(wanted: boolean): void {
  enabled = wanted;
  store("shortcuts", wanted ? undefined : "off");
  for (const listener of listeners) listener();
}

export function useShortcutsEnabled(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, shortcutsEnabled);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

export function useShortcuts(shortcuts: readonly Shortcut[], openPalette: () => void): void {
  const first = useRef({ key: "", at: 0 });
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openPalette();
        return;
      }
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      if (!enabled || modified || event.defaultPrevented || isTyping(event.target)) return;
      if (document.querySelector("[role=dialog]")) return;
      const before = event.timeStamp - first.current.at < pause_ms ? first.current.key : "";
      first.current = { key: event.key, at: event.timeStamp };
      const found =
        shortcuts.find(({ keys }) => before !== "" && keys === `${before} ${event.key}`) ??
        shortcuts.find(({ keys }) => keys === event.key);
      if (!found) return;
      event.preventDefault();
      first.current = { key: "", at: 0 };
      found.run();
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [shortcuts, openPalette]);
}
