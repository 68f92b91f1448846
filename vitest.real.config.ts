import { defineConfig } from "vitest/config";

// The same code on published data, which stays outside the project: test/real says where it looks.
export default defineConfig({
  test: {
    reporters: ["default", "./test/support/tally-reporter.ts"],
    include: ["test/real/**/*.test.ts"],
    testTimeout: 120_000,
  },
});
