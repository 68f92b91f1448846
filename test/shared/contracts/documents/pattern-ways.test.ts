import { describe, expect, test } from "vitest";
import { waysOf } from "#shared/contracts/documents/pattern-ways.ts";

describe("the ways in which an expression can be laid over a text", () => {
  test.each([
    { of: "abc", ways: 1, because: "each character has its place" },
    { of: "a?b", ways: 2, because: "with it or without" },
    { of: "(a|b|c)(d|e)", ways: 6, because: "each choice with each other" },
    { of: "(a|b)?", ways: 3, because: "one of two, or none" },
    { of: "x{12}", ways: 1, because: "as often as it says" },
    { of: "x{2,8}", ways: 7, because: "two to eight times" },
    { of: "x*x+", ways: 4_096, because: "without end, twice" },
    { of: "x{3,}", ways: 64, because: "without end from three on" },
    { of: "x*?y+?z??", ways: 8_192, because: "the lazy ones can be laid as the others" },
    { of: "(a?){10}", ways: 1_024, because: "with it or without, ten times" },
    { of: "(ab)*", ways: 64, because: "a group that is laid in one way" },
    { of: "(ab|c)*", ways: Infinity, because: "a group that is laid in two, without end" },
    { of: "((a|b)c)+d", ways: Infinity, because: "one within another" },
    { of: "", ways: 1, because: "nothing" },
    { of: "a|", ways: 2, because: "one, or nothing" },
  ])("of $of are $ways: $because", ({ of, ways }) => {
    expect(waysOf(of)).toBe(ways);
  });

  test("are counted at once, however often it says that something is repeated", () => {
    expect(waysOf("(a|b){999999999}")).toBe(Infinity);
    expect(waysOf("a{0,999999999}")).toBe(1_000_000_000);
  });
});
