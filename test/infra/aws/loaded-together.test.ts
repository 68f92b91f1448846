import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lateModules, loadedTogether } from "#infra/aws/loaded-together.ts";

const ROOT = join(import.meta.dirname, "../../..");
const late = lateModules(ROOT);
const together = loadedTogether(ROOT);

describe("what is loaded together", () => {
  test("late modules are found with those who load them", () => {
    expect(late.get("shared/adapters/focus/parquet-reader.ts")).toEqual(["shared/adapters/focus/focus-bill-reader.ts"]);
  });

  test.each([...together])("%s goes with modules that are there", (path, others) => {
    expect([path, ...others].filter((each) => !existsSync(join(ROOT, each)))).toEqual([]);
  });

  test("a late module comes after who loads it, or after its function", () => {
    expect(together.get("shared/adapters/focus/parquet-reader.ts")).toContain(
      "shared/adapters/focus/focus-bill-reader.ts",
    );
    expect(together.get("functions/policy-api/routes/plans.ts")).toEqual(["functions/policy-api/main.ts"]);
  });

  test("a client of the command line says nothing about functions", () => {
    expect([...late.values()].flat().filter((path) => /^functions\/(cli|console)\//.test(path))).toEqual([]);
  });
});
