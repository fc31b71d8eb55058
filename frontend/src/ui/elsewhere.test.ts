import { afterEach, describe, expect, it, vi } from "vitest";
import { goElsewhere } from "./elsewhere";

afterEach(() => window.history.replaceState({}, "", "/app/usage"));

describe("who goes elsewhere", () => {
  it("is waited for until the page is shown again", async () => {
    let back = false;
    const gone = goElsewhere("#elsewhere").then(() => (back = true));
    expect(window.location.hash).toBe("#elsewhere");
    await Promise.resolve();
    expect(back).toBe(false);
    window.dispatchEvent(new Event("pageshow"));
    await gone;
    expect(back).toBe(true);
  });

  it("may not have gone", async () => {
    vi.useFakeTimers();
    let over = false;
    const gone = goElsewhere("#elsewhere").then(() => (over = true));
    await vi.advanceTimersByTimeAsync(9_999);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await gone;
    expect(over).toBe(true);
  });
});
