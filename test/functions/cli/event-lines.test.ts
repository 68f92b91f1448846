import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linesOfFile } from "#functions/cli/event-lines.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tollgate-lines-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function linesOf(content: string | Uint8Array, longest = 100): Promise<readonly string[]> {
  const path = join(folder, "events.ndjson");
  writeFileSync(path, content);
  const lines = await Array.fromAsync(linesOfFile(path, longest));
  expect(lines.map(({ line }) => line)).toEqual(lines.map((_, at) => at + 1));
  return lines.map(({ text }) => text);
}

describe("the lines of a file", () => {
  test.each([
    { because: "a line end at the end begins no line", content: "a\nb\n", lines: ["a", "b"] },
    { because: "the last line may have no end", content: "a\nb", lines: ["a", "b"] },
    { because: "an empty line in between is a line", content: "a\n\nb\n", lines: ["a", "", "b"] },
    { because: "Windows ends lines with two characters", content: "a\r\nb\r\n", lines: ["a", "b"] },
    { because: "an empty file has none", content: "", lines: [] },
    { because: "a byte order mark is no text", content: "\ufeffa\nb", lines: ["a", "b"] },
    { because: "letters of several bytes stay whole", content: "Zürich\n東京", lines: ["Zürich", "東京"] },
  ])("$lines: $because", async ({ content, lines }) => {
    expect(await linesOf(content)).toEqual(lines);
  });

  test("hold no more of a line without an end than shows that it is too long", async () => {
    const [first, second] = await linesOf(`${"x".repeat(500_000)}\nfine\n`, 1_000);
    expect(first).toHaveLength(1_001);
    expect(second).toBe("fine");
  });

  test("are read from bytes that are no text", async () => {
    expect(await linesOf(new Uint8Array([0xff, 0xfe, 0x0a, 0x61]))).toHaveLength(2);
  });

  test("are those that a split would give, however the file is cut into chunks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[a-zé"{}]{0,90}$/), { minLength: 1, maxLength: 20 }),
        async (texts) => {
          const padded = texts.map((text) => `${text}.`);
          expect(await linesOf(padded.join("\n"))).toEqual(padded);
        },
      ),
      { numRuns: 30 },
    );
  });
});
