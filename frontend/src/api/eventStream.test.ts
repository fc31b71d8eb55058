import { describe, expect, it } from "vitest";
import { eventReader, readEvents, type StreamEvent } from "./eventStream";

const text = 'event: usage\ndata: {"data_through":null}\n\n: beat\n\nevent: progress\ndata: a\ndata: b\n\nevent: cut';
const whole = [
  { name: "usage", data: '{"data_through":null}' },
  { name: "message", data: "" },
  { name: "progress", data: "a\nb" },
];

describe("an event stream", () => {
  it("is the same however it is cut into pieces, and its unfinished end is no event", () => {
    for (let size = 1; size <= text.length; ++size) {
      const events = eventReader();
      const found: StreamEvent[] = [];
      for (let at = 0; at < text.length; at += size) found.push(...events(text.slice(at, at + size)));
      expect(found).toEqual(whole);
    }
  });

  it("is read to its end, across the bytes of one character", async () => {
    const bytes = new TextEncoder().encode("data: ü\n\n");
    const found: StreamEvent[] = [];
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    await readEvents(stream, (event) => found.push(event));
    expect(found).toEqual([{ name: "message", data: "ü" }]);
  });
});
