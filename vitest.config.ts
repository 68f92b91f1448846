import { defineConfig } from "vitest/config";

// One project per kind of suite. Unit suites share one worker context (isolate: false): no test
// mocks a module, so nothing leaks, and the run is an order of magnitude faster.
export default defineConfig({
  test: {
    reporters: ["default", "./test/support/tally-reporter.ts"],
    coverage: { provider: "v8", include: ["functions/**/*.ts", "shared/**/*.ts", "infra/**/*.ts"] },
    projects: [
      { test: { name: "unit", isolate: false, include: ["test/{shared,functions,infra,docs}/**/*.test.ts"] } },
      { test: { name: "contract", include: ["test/contract/**/*.test.ts"], testTimeout: 60_000 } },
      { test: { name: "scenario", include: ["test/scenario/**/*.test.ts"], testTimeout: 30_000 } },
      {
        test: { name: "simulation", include: ["test/simulation/**/*.test.ts"], testTimeout: 120_000 },
      },
    ],
  },
});
