import fc from "fast-check";
import { expect, test } from "vitest";

import { splitAmounts, splitExactly } from "#shared/cost/split.ts";
import { attos } from "#shared/kernel/money.ts";

const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 24n }), { minLength: 1, maxLength: 12 });
const total = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const sum = (parts: readonly bigint[]): bigint => parts.reduce((all, part) => all + part, 0n);

test("20,000 random splits give out what came in, to the last unit", () => {
  fc.assert(
    fc.property(total, weights, (amount, by) => {
      const parts = splitExactly(amount, by);
      if (sum(by) === 0n) expect(parts).toBeUndefined();
      else if (sum(parts ?? []) !== amount) throw new Error(`${sum(parts ?? [])} of ${amount}`);
    }),
    { numRuns: 20_000 },
  );
});

test("no part is further than one unit from its share, and who weighs nothing gets nothing", () => {
  fc.assert(
    fc.property(total, weights, (amount, by) => {
      const all = sum(by);
      fc.pre(all > 0n);
      const parts = splitExactly(amount, by) ?? [];
      parts.forEach((part, index) => {
        const weight = by[index] ?? 0n;
        const off = part * all - amount * weight;
        if (off >= all || off <= -all) throw new Error(`part ${index} is ${off} units of ${all} off`);
        if (weight === 0n && part !== 0n) throw new Error(`part ${index} weighs nothing and has ${part}`);
      });
    }),
    { numRuns: 2_000 },
  );
});

test("a heavier weight never has the smaller part, and a debt splits as its opposite", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), weights, (amount, by) => {
      const parts = splitExactly(amount, by);
      const debts = splitExactly(-amount, by);
      expect(debts).toEqual(parts?.map((part) => (part === 0n ? 0n : -part)));
      for (const [index, weight] of by.entries()) {
        const above = by.findIndex((other, at) => other > weight && (parts?.[at] ?? 0n) < (parts?.[index] ?? 0n));
        expect(above).toBe(-1);
      }
    }),
    { numRuns: 500 },
  );
});

test("all four columns are conserved, each for itself", () => {
  const amounts = fc.record({ billed: total, effective: total, list: total, contracted: total });
  fc.assert(
    fc.property(amounts, weights, (raw, by) => {
      fc.pre(sum(by) > 0n);
      const money = {
        billed: attos(raw.billed),
        effective: attos(raw.effective),
        list: attos(raw.list),
        contracted: attos(raw.contracted),
      };
      const parts = splitAmounts(money, by) ?? [];
      for (const column of ["billed", "effective", "list", "contracted"] as const) {
        expect(sum(parts.map((part) => part[column]))).toBe(raw[column]);
      }
    }),
    { numRuns: 300 },
  );
});
