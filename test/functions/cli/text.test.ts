import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutMiddle } from "#functions/cli/text.ts";

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
