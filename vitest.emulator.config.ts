import { defineConfig } from "vitest/config";

// The adapters of the cloud against an AWS emulator, which AWS_ENDPOINT_URL names.
export default defineConfig({
  test: {
    reporters: ["default", "./test/support/tally-reporter.ts"],
    include: ["test/emulator/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
