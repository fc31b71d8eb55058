// Reads an event stream (WHATWG HTML §9.2.6): what EventSource does, but of a fetch, whose request carries a header.
export interface StreamEvent {
  name: string;
  data: string;
}

/** Turns text as it comes into events; what is not whole yet waits for the rest. */
export function eventReader(): (piece: string) => StreamEvent[] {
  let rest = "";
  return (piece) => {
    const parts = (rest + piece).split("\n\n");
    rest = parts.pop() ?? "";
    return parts.map((part) => {
      const event: StreamEvent = { name: "message", data: "" };
      for (const line of part.split("\n")) {
        const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
        if (field === "event") event.name = value ?? "";
        if (field === "data") event.data += (event.data && "\n") + (value ?? "");
      }
      return event;
    });
  };
}

/** Calls `each` until the stream ends. Throws what the stream throws. */
export async function readEvents(
  stream: ReadableStream<Uint8Array>,
  each: (event: StreamEvent) => void,
): Promise<void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  const events = eventReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const event of events(decoder.decode(value, { stream: true }))) each(event);
  }
}
