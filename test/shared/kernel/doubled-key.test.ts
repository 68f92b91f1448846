import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { doubledKey } from "#shared/kernel/doubled-key.ts";

describe("a name that stands twice in one object", () => {
  test.each([
    { because: "in the body itself", text: '{"a": 1, "a": 2}', at: "/a" },
    { because: "with the same value", text: '{"a":1,"a":1}', at: "/a" },
    { because: "around what holds brackets, commas and quotes", text: '{"a": ["},\\"", {}], "a": 2}', at: "/a" },
    { because: "in an object in a list", text: '{"x": [0, {"b": 1}, {"b": 1, "b": 2}]}', at: "/x/2/b" },
    { because: "in a list of lists", text: '[[1, 2], [3, {"k": {}, "k": []}]]', at: "/1/1/k" },
    { because: "written with an escape", text: '{"\\u0061": 1, "a": 2}', at: "/a" },
    { because: "that is empty", text: '{"": 1, "": 2}', at: "/" },
    { because: "with marks that pointers escape", text: '{"a/b~": 1, "a/b~": 2}', at: "/a~1b~0" },
    { because: "that objects have of their own", text: '{"constructor": 1, "constructor": 2}', at: "/constructor" },
    { because: "the first of two", text: '{"b": {"c": 1, "c": 2}, "b": 3}', at: "/b/c" },
  ])("is found $because", ({ text, at }) => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(doubledKey(text)).toBe(at);
  });

  test.each([
    { because: "the same name in two objects", text: '[{"a": 1}, {"a": 2}]' },
    { because: "the same name within the object that it names", text: '{"a": {"a": {"a": 1}}}' },
    { because: "a name that is also a value", text: '{"a": "b", "b": "a", "c": ["a", "a"]}' },
    { because: "names that differ in case", text: '{"a": 1, "A": 2}' },
    { because: "no object", text: '"a"' },
  ])("is not seen in $because", ({ text }) => {
    expect(doubledKey(text)).toBeUndefined();
  });

  test("is seen in no text that JSON.stringify writes, however it is laid out", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 3 }), (value, spaces) => {
        expect(doubledKey(JSON.stringify(value, null, spaces))).toBeUndefined();
      }),
    );
  });

  test("is found wherever one is put beside its like", () => {
    const names = fc.uniqueArray(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(names, fc.nat(), fc.jsonValue(), (keys, which, value) => {
        const twice = keys[which % keys.length] ?? "";
        const members = [...keys, twice].map((key) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
        const pointer = `/${twice.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        expect(doubledKey(`{${members.join(",")}}`)).toBe(pointer);
        expect(doubledKey(`[0,{"in":{${members.join(",")}}}]`)).toBe(`/1/in${pointer}`);
      }),
    );
  });

  test.each([
    { because: "a megabyte of escaped quotes", text: `{"a":"${'\\"'.repeat(500_000)}"}` },
    { because: "a megabyte of brackets", text: `${"[".repeat(500_000)}${"]".repeat(500_000)}` },
    { because: "a megabyte of names", text: `{${Array.from({ length: 80_000 }, (_, at) => `"k${at}":0`).join(",")}}` },
  ])("is looked for in one pass over $because", ({ text }) => {
    const began = performance.now();
    expect(doubledKey(text)).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
