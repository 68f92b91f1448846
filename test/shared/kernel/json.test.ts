import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, type Json } from "#shared/kernel/json.ts";

test("the order in which keys were written does not show", () => {
  expect(canonicalJson({ b: 1, a: [true, null, "ü"] })).toBe('{"a":[true,null,"ü"],"b":1}');
  expect(canonicalJson({ a: [true, null, "ü"], b: 1 })).toBe('{"a":[true,null,"ü"],"b":1}');
});

test("a field that is undefined is left out, as JSON does, also the first", () => {
  expect(canonicalJson({ a: undefined, c: 1, b: undefined, d: 2 } as object)).toBe('{"c":1,"d":2}');
  expect(canonicalJson({ a: undefined } as object)).toBe("{}");
});

test("a number that JSON cannot write is refused, not written as null", () => {
  expect(() => canonicalJson({ a: Number.NaN })).toThrow("Cannot write NaN as JSON");
});

test.each([
  { because: "a function", value: { a: () => 1 } },
  { because: "a bigint", value: { a: 1n } },
  { because: "a symbol in a list", value: [Symbol("a")] },
])("$because is refused, never left out", ({ value }) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});

test("it is JSON, and the same text once more", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value as Json);
      expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
    }),
  );
});
