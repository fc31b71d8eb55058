// Somebody who comes by a mail's link, as components see it.
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type DefaultBodyType, http, type HttpResponse } from "msw";
import { App } from "../src/App";
import { arrive } from "../src/shell/arrival";
import { begin, leave } from "../src/features/session/session";
import { server } from "./server";

export const token = "weir_mt_8Jm0wIGmVtT3l7QmYc2h5nVx1pR4sK9dLzAaBbCcDdE";

/** Before each test: nobody is signed in, and no link was opened. */
export async function nobody() {
  await leave();
  window.history.replaceState({}, "", "/app/usage");
  arrive();
}

export async function openLink(address: string) {
  window.history.replaceState({}, "", address);
  arrive();
  await begin();
  render(<App />);
  return userEvent.setup();
}

/** What is sent to /api/v1/auth/…, which answers like this. */
export function answering(path: string, how: () => HttpResponse<DefaultBodyType>) {
  const sent: unknown[] = [];
  server.use(
    http.post(`*/api/v1/auth/${path}`, async ({ request }) => {
      sent.push(await request.json());
      return how();
    }),
  );
  return sent;
}
