import fc from "fast-check";
import { expect, test } from "vitest";
import { pointerOf, replaceAt, stepsOf, valueAt } from "#shared/catalog/pointer.ts";
import { referencesOf } from "#shared/catalog/references.ts";
import { saltmarsh } from "#test/support/catalog/saltmarsh.ts";

test("a pointer and its steps are the same thing", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (steps) => {
      expect(stepsOf(pointerOf(...steps))).toEqual(steps);
    }),
  );
});

test("a replacement changes that place and no other", () => {
  const document = { rules: [{ when: [{ team: ["a", "b"] }] }, { when: [] }], "x/y": { "~": 1 } };
  const next = replaceAt(document, "/rules/0/when/0/team/1", "c");
  expect(next).toEqual({ rules: [{ when: [{ team: ["a", "c"] }] }, { when: [] }], "x/y": { "~": 1 } });
  expect(replaceAt(document, "/x~1y/~0", 2)["x/y"]).toEqual({ "~": 2 });
  expect(valueAt(document, "/constructor")).toBeUndefined();
});

test("every reference stands where its pointer says", () => {
  for (const document of saltmarsh) {
    for (const { id, pointer, key } of referencesOf(document)) {
      if (key === true) expect(stepsOf(pointer).at(-1)).toBe(id);
      else expect(valueAt(document, pointer)).toBe(id);
    }
  }
});
