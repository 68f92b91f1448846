import { defineConfig } from "vitest/config";

// Against an emulator of AWS that this run installs, starts once and ends. Needs Python 3.11 or newer.
export default defineConfig({
  test: {
    reporters: ["default", "./test/support/tally-reporter.ts"],
    include: ["test/emulator/**/*.test.ts"],
    globalSetup: ["test/emulator/global-setup.ts"],
    // Beyond the patience of a story (test/emulator/support/deployed-host.ts), which says what it saw; this would not.
    testTimeout: 360_000,
    hookTimeout: 240_000,
    maxWorkers: 1,
  },
});
