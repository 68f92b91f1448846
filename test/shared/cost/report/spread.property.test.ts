import * as fc from "fast-check";
import { expect, test } from "vitest";
import { spread } from "#shared/cost/report/spread.ts";
import { attos, sumMoney } from "#shared/kernel/money.ts";

const amount = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map(attos);
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 });

test("the parts are together the whole, and none is more than one atto from its share", () => {
  void fc.assert(
    fc.property(amount, weights, (whole, parts) => {
      const split = spread(whole, parts);
      expect(sumMoney(split)).toBe(whole);
      const total = parts.reduce((sum, part) => sum + part, 0n);
      split.forEach((part, index) => {
        const [times, all] = total === 0n ? [1n, BigInt(parts.length)] : [parts[index] ?? 0n, total];
        const off = part * all - whole * times;
        expect((off < 0n ? -off : off) <= all).toBe(true);
      });
    }),
  );
});
