import { defineConfig } from "vitest/config";

// One project per kind of suite. Unit suites share one worker context (isolate: false): no test
// mocks a module, so nothing leaks, and the run is an order of magnitude faster.
// Processes that tests start keep what they compiled where the command line keeps it (functions/cli/main.ts).
export default defineConfig({
  test: {
    maxWorkers: "100%",
    env: { NODE_COMPILE_CACHE: new URL("node_modules/.cache/tollgate", import.meta.url).pathname },
    reporters: ["default", "./test/support/tally-reporter.ts"],
    coverage: { provider: "v8", include: ["functions/**/*.ts", "shared/**/*.ts", "infra/**/*.ts"] },
    projects: [
      {
        test: {
          name: "unit",
          isolate: false,
          include: ["test/{shared,functions,infra,docs}/**/*.test.ts"],
          // A limit is there to end what hangs, not to time: a busy machine takes its time.
          testTimeout: 20_000,
        },
      },
      { test: { name: "contract", isolate: false, include: ["test/contract/**/*.test.ts"], testTimeout: 60_000 } },
      {
        test: {
          name: "scenario",
          isolate: false,
          include: ["test/scenario/**/*.test.ts"],
          // Beyond the patience of a journey (test/scenario/journeys/laptop-host.ts), which says what it saw.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: { name: "simulation", isolate: false, include: ["test/simulation/**/*.test.ts"], testTimeout: 120_000 },
      },
    ],
  },
});
