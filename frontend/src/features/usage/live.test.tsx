import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { signedIn } from "../../../test/person";
import { answer, server } from "../../../test/server";

const day = "range=custom&from=2026-11-20T00:00:00Z&to=2026-11-20T03:00:00Z&zone=UTC";

describe("live usage", () => {
  it("is asked for again as soon as the server tells of it, and by the clock when it does not", async () => {
    let events = 1;
    let tell: (text: string) => void = () => undefined;
    server.use(
      http.get("*/api/v1/meters/:meter/query", ({ request }) => {
        const row = { from: "2026-11-20T00:00:00Z", to: "2026-11-20T01:00:00Z", value: String(events), events };
        return HttpResponse.json(answer(new URL(request.url).searchParams, [row]));
      }),
      http.get("*/api/v1/usage/stream", () => {
        const body = new ReadableStream({
          start(controller) {
            tell = (text) => controller.enqueue(new TextEncoder().encode(text));
          },
        });
        return new HttpResponse(body, { headers: { "Content-Type": "text/event-stream" } });
      }),
    );
    await signedIn("viewer", `/usage?${day}&view=table`);
    expect(await screen.findByRole("button", { name: "Pause updates" })).toHaveAttribute(
      "title",
      expect.stringContaining("each minute"),
    );
    events = 2;
    tell('event: usage\ndata: {"data_through":null}\n\n');
    await waitFor(() => expect(screen.getByRole("button", { name: "Pause updates" }).title).toMatch(/as events/));
    expect((await screen.findAllByText("2")).length).toBeGreaterThan(0);
  });
});
