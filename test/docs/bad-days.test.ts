import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const TABLE = readFileSync("docs/operations.md", "utf8").split("## Bad days")[1]?.split("\n## ")[0] ?? "";

const ROWS = TABLE.split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (bad day|---)/.test(line))
  .map((line) => ({
    day: line.split(" | ")[0]?.replace("| ", "") ?? "",
    files: [...line.matchAll(/\]\(\.\.\/(test\/[^)]+)\)/g)].map(([, file = ""]) => file),
  }));

test("operations lists bad days", () => {
  expect(ROWS.length).toBeGreaterThan(10);
});

test.each(ROWS)("$day is shown where operations says", ({ day, files }) => {
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(readFileSync(file, "utf8"), file).toContain(`bad day: ${day}`);
});
