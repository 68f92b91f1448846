import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shown } from "#shared/kernel/shown-text.ts";

describe("text of others", () => {
  test.each([
    { because: "a colour code", text: "\u001b[31mred\u001b[0m", is: "\\u001b[31mred\\u001b[0m" },
    { because: "a line end, which would fake a row", text: "one\ntwo", is: "one\\u000atwo" },
    { because: "a carriage return, which would hide what stood before", text: "yes\rno", is: "yes\\u000dno" },
    { because: "a mark that turns the direction of writing", text: "abc\u202egpj", is: "abc\\u202egpj" },
    { because: "an isolate", text: "\u2066a\u2069", is: "\\u2066a\\u2069" },
    { because: "a C1 control code", text: "\u009b31m", is: "\\u009b31m" },
    { because: "a mark that takes no room", text: "pay\u200broll", is: "pay\\u200broll" },
    { because: "a line end of another kind", text: "one\u2028two", is: "one\\u2028two" },
    { because: "half a character, which a terminal would replace", text: "a\ud800b", is: "a\\ud800b" },
    { because: "a whole one stays", text: "a😀b", is: "a😀b" },
    { because: "letters of any language stay", text: "Zürich 東京 مرحبا", is: "Zürich 東京 مرحبا" },
  ])("is shown as $is: $because", ({ text, is }) => {
    expect(shown(text)).toBe(is);
  });

  test("never sends a control character, whatever it holds, and is not changed by being shown twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(shown(text)).not.toMatch(/[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u);
        expect(shown(shown(text))).toBe(shown(text));
      }),
    );
  }, 30_000);
});
