import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clausesMeet, selectorCovers, selectorsMeet } from "#shared/catalog/clause-algebra.ts";
import type { Clause, Criteria } from "#shared/catalog/documents/selector.ts";
import { fits, type Subject } from "#shared/catalog/fit.ts";
import { attos } from "#shared/kernel/money.ts";
import { hours, type Millis } from "#shared/kernel/time.ts";

const words = { environment: ["dev", "test", "prod"], access: ["read", "write", "admin"] };

const some = <Value>(...values: readonly Value[]) => fc.subarray([...values], { minLength: 1 });
const length = fc.integer({ min: 1, max: 4 }).map((count) => hours(count));
const usd = fc.integer({ min: 0, max: 3 }).map((count) => ({ money: attos(BigInt(count)), currency: "USD" }));

const criteria = fc.record(
  {
    access: some("read", "write", "admin"),
    environment: some("dev", "test", "prod"),
    labels: some("PII", "PHI"),
    tier: some(0, 1, 2),
    name: some("a*", "ab", "?b", "*"),
    ou: some("/Data", "/Data/Prod", "/Other"),
    tag: fc.record({ Team: some("x", "*"), App: some("y", "y*") }, { requiredKeys: [] }),
    duration: fc.record({ min: length, max: length }, { requiredKeys: [] }),
    estimate: fc.record({ min: usd, max: usd }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Criteria>;

const clause: fc.Arbitrary<Clause> = fc
  .tuple(criteria, fc.array(criteria, { maxLength: 1 }))
  .map(([own, except]) => (except.length === 0 ? own : { ...own, except }));

const subject = fc.record({
  access: fc.constantFrom("read", "write", "admin"),
  environment: fc.constantFrom("dev", "test", "prod"),
  labels: fc.subarray(["PII", "PHI"]),
  tier: fc.constantFrom(0, 1, 2),
  name: fc.constantFrom("a", "ab", "b", "xb"),
  ou: fc.constantFrom("/Data", "/Data/Prod", "/Other", "/Database"),
  tags: fc.record({ Team: fc.constantFrom("x", "z"), App: fc.constantFrom("y", "yy") }, { requiredKeys: [] }),
  duration: fc.integer({ min: 1, max: 5 }).map((count): Millis => hours(count)),
  estimate: usd,
}) as fc.Arbitrary<Subject>;

describe("selectors beside each other", () => {
  test("what one surely covers, it fits", () => {
    fc.assert(
      fc.property(clause, clause, subject, (...[outer, inner, thing]) => {
        if (!selectorCovers([outer], [inner], words)) return;
        if (fits([inner], thing) === "fits") expect(fits([outer], thing)).toBe("fits");
      }),
      { numRuns: 5_000 },
    );
  });

  test("what fits both is never said to be impossible", () => {
    fc.assert(
      fc.property(clause, clause, subject, (...[left, right, thing]) => {
        if (fits([left], thing) === "fits" && fits([right], thing) === "fits") {
          expect(clausesMeet(left, right)).toBe(true);
          expect(clausesMeet(right, left)).toBe(true);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  const rows: readonly (readonly [string, readonly Clause[], readonly Clause[], boolean])[] = [
    ["itself", [{ environment: ["dev"] }], [{ environment: ["dev"] }], true],
    ["with all words named", [{ environment: ["dev", "test", "prod"] }], [{ access: ["read"] }], true],
    ["not with one missing", [{ environment: ["dev", "test"] }], [{ access: ["read"] }], false],
    ["a longer list", [{ access: ["read", "write"] }], [{ access: ["read"] }], true],
    ["each clause of the other", [{ access: ["read"] }, { access: ["write"] }], [{ access: ["write"] }], true],
    ["not an exception", [{ except: [{ access: ["admin"] }] }], [{}], false],
    ["around an exception", [{ except: [{ access: ["admin"] }] }], [{ access: ["read"] }], true],
  ];

  test.each(rows)("a selector covers %s", (...[, outer, inner, expected]) => {
    expect(selectorCovers(outer, inner, words)).toBe(expected);
  });

  test("absent meets and covers everything, an empty list nothing", () => {
    expect(selectorCovers(undefined, [{ access: ["read"] }], words)).toBe(true);
    expect(selectorsMeet(undefined, [{ access: ["read"] }])).toBe(true);
    expect(selectorsMeet([], [{ access: ["read"] }])).toBe(false);
  });
});
