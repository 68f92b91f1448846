import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

/** The modules that functions import late (`import("#…")`); paths from the root. */
function lateModules(): readonly string[] {
  const files = globSync("{shared,functions}/**/*.ts", { cwd: ROOT, exclude: ["functions/{cli,console}/**"] });
  const named = files.flatMap((path) => [
    ...readFileSync(join(ROOT, path), "utf8").matchAll(/\bimport\("#([^"]+)"\)/g),
  ]);
  return [...new Set(named.map(([, late = ""]) => late))].toSorted();
}

test("a laptop loads from the beginning what functions of both hosts load late", () => {
  const text = readFileSync(join(ROOT, "infra/local/loaded-at-once.ts"), "utf8");
  const late = lateModules().filter((path) => !path.startsWith("shared/adapters/aws/"));
  expect(late.length).toBeGreaterThan(0);
  expect(late.filter((path) => !text.includes(`import "#${path}";`))).toEqual([]);
});
