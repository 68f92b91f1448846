import fc from "fast-check";
import { expect, test } from "vitest";
import {
  artifactName,
  artifactOf,
  artifactPrefix,
  grantIdOf,
  requestIdFrom,
  roleNameOf,
} from "#shared/access/grant-names.ts";
import { personId } from "#shared/kernel/ids.ts";

const fresh = fc
  .string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(..."abcXYZ019-") })
  .map((text) => `R-a${text}`);
const grants = fc.tuple(fresh, fc.nat(24)).map(([text, item]) => grantIdOf(requestIdFrom(text), item));

test("a name says whose it is, and which generation", () => {
  fc.assert(
    fc.property(grants, fc.integer({ min: 1, max: 999 }), (grant, generation) => {
      expect(artifactOf(artifactName(grant, generation))).toEqual({ grant, generation });
    }),
  );
});

test("no grant's prefix begins another grant's name", () => {
  fc.assert(
    fc.property(grants, grants, fc.integer({ min: 1, max: 99 }), (one, other, generation) => {
      expect(artifactName(other, generation).startsWith(artifactPrefix(one))).toBe(one === other);
    }),
  );
});

test.each([
  "by-hand",
  "tollgate-",
  "tollgate-g-1-1",
  "tollgate-g-1-0-1",
  "tollgate-G-1-1-1",
  "tollgate-g-1-1-1-2",
  "x-tollgate-g-1-1-1",
])('"%s" is no name of ours', (name) => {
  expect(artifactOf(name)).toBeUndefined();
});

test("two people never share a role, whatever their ids are", () => {
  const ids = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(..."abA=/:@-.é😀 19") });
  fc.assert(
    fc.property(ids, ids, (one, other) => {
      const names = [one, other].map((id) => roleNameOf(personId(id)));
      for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
      expect(names[0] === names[1]).toBe(one === other);
    }),
  );
});

test("people whose ids differ by case have names that differ by more", () => {
  const [one, other] = ["Ana", "ana"].map((id) => roleNameOf(personId(id)).toLowerCase());
  expect(one).not.toBe(other);
});

test("an id that cannot be told apart in 64 characters is refused", () => {
  expect(roleNameOf(personId("a".repeat(64)))).toHaveLength(64);
  expect(() => roleNameOf(personId("a".repeat(65)))).toThrow(RangeError);
  expect(() => roleNameOf(personId(""))).toThrow(RangeError);
});
