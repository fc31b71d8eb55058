// Whether the server tells of new usage, and what happens then. Only while the page is seen: browsers open few
// connections to one host, and a stream holds one.
import { useEffect, useEffectEvent, useState } from "react";
import { aboutTenant, api, body } from "../../api/client";
import { readEvents } from "../../api/eventStream";
import { ApiProblem } from "../../api/problem";

const first_pause_ms = 2_000;
const longest_pause_ms = 60_000;

async function listen(tenant: string, signal: AbortSignal, told: (usage: boolean) => void): Promise<void> {
  const { query, headers } = aboutTenant(tenant);
  const call = api.GET("/api/v1/usage/stream", { params: { query }, headers, signal, parseAs: "stream" });
  const stream = await body(call);
  if (stream) await readEvents(stream, ({ name }) => told(name === "usage"));
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Connects until aborted: at once when a stream has ended in peace, later and later when there is none. */
async function stayConnected(
  tenant: string,
  signal: AbortSignal,
  told: (usage: boolean) => void,
  connected: (is: boolean) => void,
): Promise<void> {
  const over = () => signal.aborted;
  let wait = first_pause_ms;
  while (!over()) {
    try {
      await listen(tenant, signal, (usage) => {
        wait = first_pause_ms;
        connected(true);
        told(usage);
      });
    } catch (problem) {
      if (over()) return;
      connected(false);
      const lasting = problem instanceof ApiProblem && problem.status >= 400 && problem.status < 500;
      await pause(lasting ? longest_pause_ms : wait, signal);
      wait = Math.min(2 * wait, longest_pause_ms);
    }
  }
}

/** `told` is called when something was counted. True while the server tells: asking by the clock is not needed. */
export function useUsageStream(tenant: string, on: boolean, told: () => void): boolean {
  const [connected, setConnected] = useState(false);
  const tell = useEffectEvent(told);
  useEffect(() => {
    if (!on) return;
    let stop: AbortController | undefined;
    const follow = () => {
      stop?.abort();
      setConnected(false);
      if (document.hidden) return;
      stop = new AbortController();
      const usage = (is: boolean) => {
        if (is) tell();
      };
      void stayConnected(tenant, stop.signal, usage, setConnected);
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      stop?.abort();
      setConnected(false);
    };
  }, [tenant, on]);
  return connected;
}
