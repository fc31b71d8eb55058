import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { forget } from "../src/api/token";
import { server } from "./server";

// What jsdom does not have and the parts of the screen ask for.
class NothingObserved {
  observe() {}
  unobserve() {}
  disconnect() {}
}
const matchMedia = (media: string) => ({ media, matches: false, addEventListener() {}, removeEventListener() {} });
Object.assign(window, { matchMedia, ResizeObserver: NothingObserved });
Object.assign(Element.prototype, { scrollIntoView() {}, scrollTo() {} });

// A page is loaded when it is first needed, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 20_000 });

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  forget();
  localStorage.clear();
  vi.useRealTimers();
});
afterAll(() => server.close());
