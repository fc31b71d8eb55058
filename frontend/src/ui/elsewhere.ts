const patience_ms = 10_000;

/**
 * To a page of somebody else. The promise ends when this page is shown again as it was left, or when the browser has
 * not gone after a while: what waits for it can be done again then.
 */
export function goElsewhere(url: string): Promise<void> {
  return new Promise((resolve) => {
    window.addEventListener("pageshow", () => resolve(), { once: true });
    setTimeout(resolve, patience_ms);
    window.location.assign(url);
  });
}
