import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lateModules } from "#infra/aws/loaded-together.ts";

const ROOT = join(import.meta.dirname, "../../..");

test("a laptop loads from the beginning what functions of both hosts load late", () => {
  const text = readFileSync(join(ROOT, "infra/local/loaded-at-once.ts"), "utf8");
  const late = [...lateModules(ROOT).keys()].filter((path) => !path.startsWith("shared/adapters/aws/"));
  expect(late.length).toBeGreaterThan(0);
  expect(late.filter((path) => !text.includes(`import "#${path}";`))).toEqual([]);
});
