import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { patternCovers, patternsMeet, wildcard } from "#shared/catalog/wildcard.ts";

const letters = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 6 });
const patterns = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?"), maxLength: 6 });

/** The obvious meaning, by a regular expression. */
const obvious = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);

describe("a pattern", () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ["orders-*", "orders-etl", true],
    ["orders-*", "orders-", true],
    ["orders-*", "Orders-etl", false],
    ["redshift*.*", "redshift-serverless.workgroup", true],
    ["?", "", false],
    ["*", "", true],
    ["a.c", "abc", false],
    ["[ab]", "a", false],
  ];

  test.each(rows)("%s on %j is %s", (pattern, text, expected) => {
    expect(wildcard(pattern)(text)).toBe(expected);
  });

  test("means what it looks like", () => {
    fc.assert(
      fc.property(patterns, letters, (pattern, text) => {
        expect(wildcard(pattern)(text)).toBe(obvious(pattern, text));
      }),
      { numRuns: 2_000 },
    );
  });

  test("of many stars does not hang", () => {
    expect(wildcard("*a".repeat(2_000))("a".repeat(1_999) + "b".repeat(2_000))).toBe(false);
  });
});

describe("patterns beside each other", () => {
  test("what one surely covers, it fits", () => {
    fc.assert(
      fc.property(patterns, patterns, letters, (...[outer, inner, text]) => {
        if (patternCovers(outer, inner) && wildcard(inner)(text)) expect(wildcard(outer)(text)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test("what fits both is never said to be impossible", () => {
    fc.assert(
      fc.property(patterns, patterns, letters, (...[left, right, text]) => {
        if (wildcard(left)(text) && wildcard(right)(text)) expect(patternsMeet(left, right)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});
