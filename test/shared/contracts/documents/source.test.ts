import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decodeFile, lineAndColumn, linesOf } from "#shared/contracts/documents/source.ts";

const bytes = (...numbers: readonly number[]) => Uint8Array.from(numbers);

describe("a file's bytes", () => {
  test("are read as UTF-8, with or without its mark", () => {
    expect(decodeFile("a.yaml", new TextEncoder().encode("a: ü"))).toEqual({
      ok: true,
      value: { path: "a.yaml", text: "a: ü" },
    });
    expect(decodeFile("a.yaml", bytes(0xef, 0xbb, 0xbf, 0x61))).toEqual({
      ok: true,
      value: { path: "a.yaml", text: "\ufeffa" },
    });
  });

  test.each([
    {
      because: "UTF-16 with its mark, little end first",
      content: bytes(0xff, 0xfe, 0x61, 0),
      says: "it is UTF-16; save it as UTF-8",
    },
    {
      because: "UTF-16 with its mark, big end first",
      content: bytes(0xfe, 0xff, 0, 0x61),
      says: "it is UTF-16; save it as UTF-8",
    },
    {
      because: "UTF-16 without a mark",
      content: bytes(0x6b, 0, 0x69, 0, 0x6e, 0, 0x64, 0),
      says: "it is UTF-16; save it as UTF-8",
    },
    { because: "Latin-1", content: bytes(0x61, 0xfc, 0x62), says: "it is not UTF-8 text; save it as UTF-8" },
    {
      because: "a compressed file",
      content: bytes(0x1f, 0x8b, 8, 1, 2, 3, 0xff, 0xfe),
      says: "it is not UTF-8 text; save it as UTF-8",
    },
  ])("are refused by name: $because", ({ content, says }) => {
    const read = decodeFile("b\u001b.yaml", content);
    expect(read).toMatchObject({
      ok: false,
      error: {
        file: "b\\u001b.yaml",
        line: 1,
        column: 1,
        code: "encoding",
        message: `Cannot read "b\\u001b.yaml": ${says}`,
      },
    });
  });

  test("whatever they are, are read or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (content) => {
        const read = decodeFile("a", content);
        if (read.ok) expect([...new TextEncoder().encode(read.value.text)]).toEqual([...content]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("an offset", () => {
  test("has a line and a column, both from one, whatever ends a line", () => {
    const lines = linesOf("ab\ncd\r\nef\rgh");
    expect([0, 2, 3, 7, 10, 11].map((offset) => lineAndColumn(lines, offset))).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 3 },
      { line: 2, column: 1 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
      { line: 4, column: 2 },
    ]);
  });

  test("is found again from its line and column", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "\n", "\r\n", "é", "😀")), fc.nat(), (parts, at) => {
        const text = parts.join("");
        const offset = at % (text.length + 1);
        const { line, column } = lineAndColumn(linesOf(text), offset);
        const before = text.slice(0, offset).split(/\r\n|\r(?!$)|\n/);
        if (text.slice(offset - 1, offset + 1) === "\r\n") return;
        expect({ line, column }).toEqual({ line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
      }),
      { numRuns: 300 },
    );
  });
});
