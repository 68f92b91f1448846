import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sumAmounts } from "#shared/cost/amounts.ts";
import { foldSmallest } from "#shared/cost/resource-fold.ts";
import type { Total } from "#shared/cost/totals.ts";
import { attos } from "#shared/kernel/money.ts";
import { same } from "#test/support/cost-company.ts";

type Key = { readonly owner: string; readonly resource?: string };

const totals = (...rows: readonly (readonly [owner: string, resource: string, units: number])[]) =>
  new Map<string, Total<Key>>(
    rows.map(([owner, resource, units]) => [
      `${owner}/${resource}`,
      { key: { owner, resource }, amounts: same(attos(BigInt(units))), rows: 1 },
    ]),
  );

const unnamed = ({ owner }: Key) => ({ text: `${owner}/`, key: { owner } });

const shown = (all: Map<string, Total<Key>>) =>
  Object.fromEntries([...all].map(([text, { amounts, rows }]) => [text, [Number(amounts.effective), rows]]));

describe("folding the smallest resources", () => {
  test("keeps the largest by name and adds the others up under their owner", () => {
    const all = totals(["a", "1", 100], ["a", "2", 5], ["a", "3", 7], ["b", "4", 50], ["b", "5", 1]);
    foldSmallest(all, 2, unnamed);
    expect(shown(all)).toEqual({ "a/1": [100, 1], "b/4": [50, 1], "a/": [12, 2], "b/": [1, 1] });
    expect(all.get("a/")?.key).toEqual({ owner: "a" });
  });

  test("a large credit is as worth keeping as a large charge", () => {
    const all = totals(["a", "credit", -90], ["a", "small", 10], ["a", "large", 80]);
    foldSmallest(all, 2, unnamed);
    expect(Object.keys(shown(all)).toSorted()).toEqual(["a/", "a/credit", "a/large"]);
  });

  test("again, it adds to what was folded before", () => {
    const all = totals(["a", "1", 3], ["a", "2", 2], ["a", "3", 1]);
    foldSmallest(all, 1, unnamed);
    all.set("a/4", { key: { owner: "a", resource: "4" }, amounts: same(attos(1n)), rows: 1 });
    foldSmallest(all, 1, unnamed);
    expect(shown(all)).toEqual({ "a/1": [3, 1], "a/": [4, 3] });
  });

  test("of no more than are kept changes nothing", () => {
    const all = totals(["a", "1", 3], ["a", "2", 2]);
    foldSmallest(all, 2, unnamed);
    expect(shown(all)).toEqual({ "a/1": [3, 1], "a/2": [2, 1] });
  });

  test("loses nothing and no row, and never holds more than it keeps and one line per owner", () => {
    const rows = fc.uniqueArray(
      fc.tuple(fc.constantFrom("a", "b", "c"), fc.nat(60), fc.integer({ min: -50, max: 50 })),
      {
        selector: ([owner, resource]) => `${owner}/${resource}`,
        maxLength: 60,
      },
    );
    void fc.assert(
      fc.property(rows, fc.nat(20), (given, keep) => {
        const all = totals(...given.map(([owner, resource, units]) => [owner, `r${resource}`, units] as const));
        const before = sumAmounts([...all.values()].map(({ amounts }) => amounts));
        foldSmallest(all, keep, unnamed);
        expect(sumAmounts([...all.values()].map(({ amounts }) => amounts))).toEqual(before);
        expect([...all.values()].reduce((sum, { rows: count }) => sum + count, 0)).toBe(given.length);
        expect(all.size).toBeLessThanOrEqual(keep + 3);
      }),
      { numRuns: 200 },
    );
  });
});
