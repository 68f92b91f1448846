import { expect, test } from "vitest";
import { deepFrozen } from "#shared/kernel/deep-frozen.ts";

const thing = () => ({ name: "ada", groups: ["all-staff"], manager: { name: "lea" } });

test.each([
  { what: "a field", change: (value: object) => Object.assign(value, { name: "mallory" }) },
  { what: "a new field", change: (value: object) => Object.assign(value, { active: true }) },
  { what: "a list in it", change: ({ groups }: { groups: string[] }) => groups.push("admins") },
  { what: "a field deep in it", change: ({ manager }: { manager: object }) => Object.assign(manager, { name: "x" }) },
])("nobody can change $what", ({ change }) => {
  const value = deepFrozen(thing());
  expect(() => change(value)).toThrow(TypeError);
  expect(value).toEqual(thing());
});

test.each(["text", 1, 1n, null, undefined, true])("%s is as it was", (value) => {
  expect(deepFrozen(value)).toBe(value);
});

test.each([
  { what: "a Map", value: new Map([["a", 1]]) },
  { what: "a Date deep in it", value: { at: [new Date(0)] } },
  { what: "a function", value: { of: () => 1 } },
])("refuses what would stay changeable: $what", ({ value }) => {
  expect(() => deepFrozen(value)).toThrow(TypeError);
});
