import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { namedFolder } from "#functions/cli/named-folder.ts";

const is = "a report is a folder";
let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "tollgate-folder-"));
  writeFileSync(join(cwd, "a-file"), "");
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test("a folder is taken from where one stands", () => {
  expect(namedFolder(".", { cwd, is })).toBe(cwd);
});

test.each([
  { because: "nothing has that name", named: "nowhere", says: "there is no such folder" },
  { because: "a file has it", named: "a-file", says: "it is no folder" },
  { because: "it lies below a file", named: "a-file/below", says: "there is no such folder" },
  { because: "the name would colour the words", named: "\u001b[31mred", says: "there is no such folder" },
])("where $because it is wrong use, and told what would be right", ({ named, says }) => {
  const shown = named.replace("\u001b", "\\u001b");
  expect(() => namedFolder(named, { cwd, is })).toThrow(
    expect.objectContaining({ exitCode: 2, message: `Cannot verify "${shown}": ${says}; ${is}` }),
  );
});
