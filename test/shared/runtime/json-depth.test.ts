import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deeperThan } from "#shared/runtime/json-depth.ts";

const levelsOf = (value: unknown): number =>
  value === null || typeof value !== "object" ? 0 : 1 + Math.max(0, ...Object.values(value).map(levelsOf));

describe("how deep JSON text is", () => {
  test("is how deep its value is, whatever its texts and names hold", () => {
    const brackets = fc.string({ unit: fc.constantFrom("[", "]", "{", "}", '"', "\\", "a"), maxLength: 12 });
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        brackets,
        fc.integer(),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(brackets, tie("tree"), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const text = JSON.stringify(value);
        const levels = levelsOf(value);
        expect(deeperThan(text, levels)).toBe(false);
        if (levels > 0) expect(deeperThan(text, levels - 1)).toBe(true);
      }),
    );
  });

  test.each([
    { because: "a megabyte of escaped quotes", text: `"${'\\"'.repeat(500_000)}` },
    { because: "a megabyte of quotes that never end", text: '"\\'.repeat(500_000) },
    { because: "a megabyte of brackets, open and closed in turn", text: "[]".repeat(500_000) },
  ])("takes one pass over $because", ({ text }) => {
    const began = performance.now();
    expect(deeperThan(text, 100)).toBe(false);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
