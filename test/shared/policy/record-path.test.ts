import { describe, expect, test } from "vitest";

import type { Json } from "#shared/kernel/json.ts";
import { textsAt, valuesAt } from "#shared/policy/record-path.ts";

const RECORD: Json = { a: { b: "x", n: null, list: [{ id: 1 }, { id: 2 }, {}, null, "t"] }, empty: "", number: 7 };

describe("a path", () => {
  test.each<{ because: string; path: string; found: readonly Json[] }>([
    { because: "member of a member", path: "a.b", found: ["x"] },
    { because: "every item, those without the member left out", path: "a.list[].id", found: [1, 2] },
    { because: "null is nothing", path: "a.n", found: [] },
    { because: "nobody has it", path: "a.c.d", found: [] },
    { because: "a text has no members", path: "a.b.length", found: [] },
    { because: "a list without [] is one value", path: "a.list.id", found: [] },
    { because: "what is no list has no items", path: "a.b[]", found: [] },
    { because: "what JavaScript puts on objects is not the record's", path: "constructor.name", found: [] },
  ])("$path holds $found: $because", ({ path, found }) => {
    expect(valuesAt(RECORD, path)).toEqual(found);
  });

  test.each([
    { because: "the first that holds any decides", paths: ["a.c", "a.b", "a.list[].id"], found: ["x"] },
    { because: "an empty text is none", paths: ["empty", "a.b"], found: ["x"] },
    { because: "a number is no text", paths: ["number"], found: [] },
    { because: "no path", paths: [], found: [] },
  ])("of $paths gives $found: $because", ({ paths, found }) => {
    expect(textsAt(RECORD, paths)).toEqual(found);
  });
});
