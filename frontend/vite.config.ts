import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { shipped } from "./scripts/shipped.mjs";

const pure = ["src/{exact,time}/*.test.ts", "src/features/usage/*.test.ts"];
const alone = "src/**/*.alone.test.tsx";

const components = {
  environment: "jsdom",
  environmentOptions: { jsdom: { url: "http://portal.test/app/usage" } },
  setupFiles: ["test/setup.ts"],
};

export default defineConfig({
  base: "/app/",
  plugins: [react(), shipped()],
  build: {
    outDir: "../build/portal",
    emptyOutDir: true,
    // Nothing inline: the content security policy has no exceptions for it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    rolldownOptions: { input: ["index.html", "docs.html"] },
  },
  // For `npm run dev` beside a scripts/run.
  server: { proxy: { "/api": process.env.WEIR_URL ?? "http://127.0.0.1:8000" } },
  test: {
    restoreMocks: true,
    testTimeout: 60_000,
    maxWorkers: "100%",
    projects: [
      // What needs no browser.
      { extends: true, test: { name: "pure", include: [...pure, "test/*.test.ts"] } },
      // They share one set of modules, as loading the libraries for each of them is half of the work.
      {
        extends: true,
        test: {
          ...components,
          name: "components",
          include: ["src/**/*.test.{ts,tsx}"],
          exclude: [...pure, alone],
          isolate: false,
        },
      },
      // What puts something in the place of a module, or begins where others lead to.
      { extends: true, test: { ...components, name: "alone", include: [alone] } },
    ],
  },
});
