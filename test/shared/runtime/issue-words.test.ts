import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { wordedIssues } from "#shared/runtime/issue-words.ts";

const Body = z.strictObject({
  name: z.string().min(1).max(5),
  many: z.array(z.int()).optional(),
  on: z.boolean().optional(),
  kind: z.enum(["a", "b"]).optional(),
  only: z.literal("this").optional(),
  plain: z.record(z.string(), z.string()).optional(),
  some: z.array(z.int()).min(1).optional(),
  count: z.int().max(200).optional(),
  part: z.number().positive().optional(),
  own: z.string("write a name").min(1, "write a name of 1 letter or more").optional(),
});

const wordsFor = (value: unknown) => {
  const { error } = Body.safeParse(value);
  return error?.issues
    .flatMap((issue) => wordedIssues(issue, value))
    .map(({ path, message }) => `/${path.join("/")}: ${message}`);
};

describe("what is wrong with a body, in words", () => {
  test.each<{ because: string; value: unknown; words: readonly string[] }>([
    { because: "what must be there is not", value: {}, words: ["/name: it is missing, write text"] },
    { because: "another type", value: { name: 5 }, words: ["/name: it is a number, write text"] },
    { because: "nothing, said", value: { name: null }, words: ["/name: it is null, write text"] },
    { because: "text for a list", value: { name: "x", many: "1" }, words: ['/many: "1" is not right, write a list'] },
    {
      because: "half a number",
      value: { name: "x", many: [1.5] },
      words: ["/many/0: it is a number, write a whole number"],
    },
    {
      because: "text for a switch",
      value: { name: "x", on: "yes" },
      words: ['/on: "yes" is not right, write true or false'],
    },
    {
      because: "a word of no list",
      value: { name: "x", kind: "c" },
      words: ['/kind: "c" is not right, write one of "a", "b"'],
    },
    { because: "not the only word", value: { name: "x", only: 1 }, words: ['/only: it is a number, write "this"'] },
    {
      because: "a list for an object",
      value: { name: "x", plain: [] },
      words: ["/plain: it is a list, write an object"],
    },
    { because: "no object at all", value: [], words: ["/: it is a list, write an object"] },
    { because: "too short a text", value: { name: "" }, words: ["/name: it has 0 characters, write at least 1"] },
    { because: "too long a text", value: { name: "abcdef" }, words: ["/name: it has 6 characters, write at most 5"] },
    { because: "too few", value: { name: "x", some: [] }, words: ["/some: it has 0 entries, write at least 1"] },
    { because: "too much", value: { name: "x", count: 500 }, words: ["/count: it is 500, write at most 200"] },
    { because: "not more than", value: { name: "x", part: 0 }, words: ["/part: it is 0, write more than 0"] },
    {
      because: "own words for a size stay",
      value: { name: "x", own: "" },
      words: ["/own: write a name of 1 letter or more"],
    },
    { because: "the schema's own words stay", value: { name: "x", own: 1 }, words: ["/own: write a name"] },
    {
      because: "each field too many by its own path",
      value: { name: "x", nmae: 1, __proto__x: 2 },
      words: ["/nmae: there is no such field", "/__proto__x: there is no such field"],
    },
    {
      because: "a long text is cut",
      value: { name: "x", on: "y".repeat(500) },
      words: [`/on: "${"y".repeat(40)}" is not right, write true or false`],
    },
  ])("$because", ({ value, words }) => {
    expect(wordsFor(value)).toEqual(words);
  });

  test("never says undefined, and never is longer than a person reads", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const words of wordsFor(value) ?? []) {
          expect(words).not.toMatch(/undefined|Invalid input/);
          expect(words.length).toBeLessThan(400);
        }
      }),
      { numRuns: 300 },
    );
  });
});
