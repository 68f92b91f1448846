import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutMiddle, shown } from "#functions/cli/text.ts";

describe("text of others", () => {
  test.each([
    { because: "a colour code", text: "\u001b[31mred\u001b[0m", is: "\\u001b[31mred\\u001b[0m" },
    { because: "a line end, which would fake a row", text: "one\ntwo", is: "one\\u000atwo" },
    { because: "a carriage return, which would hide what stood before", text: "yes\rno", is: "yes\\u000dno" },
    { because: "a mark that turns the direction of writing", text: "abc\u202egpj", is: "abc\\u202egpj" },
    { because: "an isolate", text: "\u2066a\u2069", is: "\\u2066a\\u2069" },
    { because: "a C1 control code", text: "\u009b31m", is: "\\u009b31m" },
    { because: "letters of any language stay", text: "Zürich 東京 مرحبا", is: "Zürich 東京 مرحبا" },
  ])("is shown as $is: $because", ({ text, is }) => {
    expect(shown(text)).toBe(is);
  });

  test("never sends a control character, whatever it holds, and is not changed by being shown twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(shown(text)).not.toMatch(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect(shown(shown(text))).toBe(shown(text));
      }),
    );
  });
});

describe("what is cut in the middle", () => {
  test.each([
    { text: "arn:aws:s3:::orders", width: 10, is: "arn:a…ders", because: "both ends tell most" },
    { text: "short", width: 5, is: "short", because: "it fits to the character" },
    { text: "longer", width: 4, is: "longer", because: "nothing sensible is left of four" },
  ])("$text in $width is $is: $because", ({ text, width, is }) => {
    expect(cutMiddle(text, width)).toBe(is);
  });

  test("is as wide as there is room, and begins and ends as before", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.integer({ min: 5, max: 40 }), (text, width) => {
        const cut = cutMiddle(text, width);
        expect(cut.length).toBe(Math.min(text.length, width));
        expect([cut[0], cut.at(-1)]).toEqual([text[0], text.at(-1)]);
      }),
    );
  });
});
