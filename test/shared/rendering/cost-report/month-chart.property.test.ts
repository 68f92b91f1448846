import * as fc from "fast-check";
import { expect, test } from "vitest";
import { month } from "#shared/cost/ledger.ts";
import { type CostMonth, thirteenMonths } from "#shared/cost/report/months.ts";
import { attos } from "#shared/kernel/money.ts";
import { monthChart } from "#shared/rendering/cost-report/month-chart.ts";

const YEAR = thirteenMonths(month("2026-10"));
const dollars = (whole: number) => attos(BigInt(whole) * 10n ** 18n);
const amount = fc.integer({ min: 0, max: 90_000 });

const months = fc
  .array(fc.record({ budgeted: amount, rest: amount, budget: fc.option(amount), missing: fc.nat(9) }), {
    minLength: 13,
    maxLength: 13,
  })
  .map((all) =>
    all.map(({ budgeted, rest, budget, missing }, at): CostMonth => {
      const head = { month: YEAR[at] ?? month("2026-10"), ...(budget === null ? {} : { budget: dollars(budget) }) };
      if (missing === 0) return { ...head, data: "missing" };
      const effective = dollars(budgeted + rest);
      return { ...head, data: "present", billed: effective, effective, budgeted: dollars(budgeted) };
    }),
  );

type Mark = { readonly x: number; readonly y: number };

const numbersOf = (chart: string, pattern: RegExp): readonly (readonly number[])[] =>
  [...chart.matchAll(pattern)].map((match) => match.slice(1).map(Number));

/** Above and below a label's baseline, in its 12 px type. */
const [ABOVE, BELOW] = [10, 3];

test("no amount stands on a budget's tick, on another amount or above the picture", () => {
  void fc.assert(
    fc.property(months, (all) => {
      const chart = monthChart(all, { currency: "USD", finding: "" }).markup;
      const labels = numbersOf(chart, /<text class="value[^"]*" x="([\d.]+)%" y="(-?[\d.]+)"/g).map(
        ([x = 0, y = 0]): Mark => ({ x, y }),
      );
      const ticks = numbersOf(chart, /<line class="tick" x1="([\d.]+)%" x2="([\d.]+)%" y1="(-?[\d.]+)"/g);
      expect(labels.length).toBeGreaterThanOrEqual(13);
      for (const { x, y } of labels) {
        expect(y - ABOVE).toBeGreaterThanOrEqual(0);
        const struck = ticks.filter(([x1 = 0, x2 = 0, at = 0]) => x1 < x && x < x2 && at > y - ABOVE && at < y + BELOW);
        expect(struck).toEqual([]);
      }
      const stacked = labels.filter(({ x, y }, at) =>
        labels.some((other, also) => also !== at && other.x === x && Math.abs(other.y - y) < ABOVE + BELOW),
      );
      expect(stacked).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test("a month over its budget says by how much, one within it does not, and one without data says none", () => {
  const one = (at: number, more: object): CostMonth =>
    ({ month: YEAR[at] ?? month("2026-10"), data: "present", ...more }) as CostMonth;
  const spent = { billed: dollars(500), effective: dollars(500), budgeted: dollars(400) };
  const chart = monthChart(
    [
      one(0, { ...spent, budget: dollars(300) }),
      one(1, { ...spent, budget: dollars(400) }),
      { month: YEAR[2] ?? month("2026-10"), data: "missing" },
    ],
    { currency: "USD", finding: "over" },
  ).markup;
  expect([...chart.matchAll(/class="value[^"]*"[^>]*>([^<]*)</g)].map(([, text]) => text)).toEqual([
    "$500",
    "+$100",
    "$500",
    "none",
  ]);
});
