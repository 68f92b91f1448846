import fc from "fast-check";
import { expect, test } from "vitest";
import { formatShare, parseShare, share } from "#shared/kernel/share.ts";

const rows: readonly (readonly [string, number | undefined])[] = [
  ["62.5%", 625_000],
  ["100%", 1_000_000],
  ["105%", 1_050_000],
  ["0.0001%", 1],
  ["33.3333%", 333_333],
  ["0.00001%", undefined],
  ["20", undefined],
  ["0.2", undefined],
  ["-5%", undefined],
  ["62,5%", undefined],
  [" 5%", undefined],
  ["%", undefined],
];

test.each(rows)("%j is %s millionths", (text, expected) => {
  expect(parseShare(text)).toBe(expected);
});

test("a share is read back as it is written", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5_000_000 }), (millionths) => {
      expect(parseShare(formatShare(share(millionths)))).toBe(millionths);
    }),
  );
});
