import { defineConfig } from "vitest/config";

// The first page in a real browser (CHROMIUM, else /usr/bin/chromium): fails where there is none.
export default defineConfig({
  test: {
    reporters: ["default", "./test/support/tally-reporter.ts"],
    include: ["test/console/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});
