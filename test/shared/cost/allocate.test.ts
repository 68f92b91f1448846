import { describe, expect, test } from "vitest";

import { type AllocateInput, allocate } from "#shared/cost/allocate.ts";
import type { SplitRule } from "#shared/cost/allocation.ts";
import { type Amounts, type Bearer, bearerKey, month, type PoolName } from "#shared/cost/ledger.ts";
import { sha256 } from "#shared/kernel/digest.ts";
import { exactDecimal, type Money, parseMoney, ZERO } from "#shared/kernel/money.ts";
import { share } from "#shared/kernel/share.ts";
import { nodeDigest } from "#test/support/memory-records.ts";

const usd = (text: string): Money => parseMoney(text) ?? expect.unreachable(text);
const cost = (text: string): Amounts => ({
  billed: usd(text),
  effective: usd(text),
  list: usd(text),
  contracted: ZERO,
});
const workload = (id: string): Bearer => ({ kind: "workload", workload: id });
const team = (id: string): Bearer => ({ kind: "team", team: id });
const pool = (name: PoolName) => ({ kind: "pool", pool: name }) as const;

const rule = (given: Partial<SplitRule> & Pick<SplitRule, "split">): SplitRule => ({
  id: "tax-rule",
  hash: sha256("a".repeat(64)),
  from: month("2026-10"),
  source: pool("tax"),
  to: [],
  ...given,
});

const input = (given: Partial<AllocateInput>): AllocateInput => ({
  period: month("2026-10"),
  borne: [
    { bearer: workload("a"), amounts: cost("30") },
    { bearer: workload("b"), amounts: cost("10") },
    { bearer: pool("tax"), amounts: cost("1") },
  ],
  rules: [],
  meters: [],
  spendOf: (bearer) => (bearerKey(bearer) === "workload:a" ? usd("30") : usd("10")),
  ...given,
});

const cellsOf = (given: Partial<AllocateInput>): readonly string[] => {
  const row = allocate(input(given), nodeDigest).matrix.find(({ from }) => from.kind === "pool");
  return row?.cells.map(({ to, amounts }) => `${bearerKey(to)} ${exactDecimal(amounts.effective)}`) ?? [];
};

describe("the tax of a month", () => {
  test.each<{ because: string; given: Partial<AllocateInput>; cells: readonly string[] }>([
    { because: "no rule: it stays a pool", given: {}, cells: ["pool:tax 1"] },
    {
      because: "even, to all that spent",
      given: { rules: [rule({ split: { by: "even" } })] },
      cells: ["workload:a 0.5", "workload:b 0.5"],
    },
    {
      because: "by spend",
      given: { rules: [rule({ split: { by: "spend" } })] },
      cells: ["workload:a 0.75", "workload:b 0.25"],
    },
    {
      because: "fixed",
      given: {
        rules: [
          rule({
            split: {
              by: "fixed",
              shares: [
                { to: team("x"), share: share(625_000) },
                { to: team("y"), share: share(375_000) },
              ],
            },
          }),
        ],
      },
      cells: ["team:x 0.625", "team:y 0.375"],
    },
    {
      because: "by meter, where who has no reading used nothing",
      given: {
        rules: [rule({ split: { by: "meter", meter: "seconds" }, to: [team("x"), team("y")] })],
        meters: [{ meter: "seconds", period: month("2026-10"), readings: new Map([["team:x", "12.5"]]) }],
      },
      cells: ["team:x 1", "team:y 0"],
    },
    {
      because: "by a meter that nobody read",
      given: { rules: [rule({ split: { by: "meter", meter: "seconds" }, to: [team("x")] })] },
      cells: ["unallocated:no-meter:tax-rule:seconds 1"],
    },
    {
      because: "by a meter with a reading below zero",
      given: {
        rules: [rule({ split: { by: "meter", meter: "seconds" }, to: [team("x")] })],
        meters: [{ meter: "seconds", period: month("2026-10"), readings: new Map([["team:x", "-1"]]) }],
      },
      cells: ["unallocated:no-meter:tax-rule:seconds 1"],
    },
    {
      because: "weights that are all zero lose no money",
      given: { rules: [rule({ split: { by: "spend" } })], spendOf: () => ZERO },
      cells: ["unallocated:zero-weights:tax-rule 1"],
    },
    {
      because: "a workload that credits outweigh pays nothing and costs nobody else",
      given: {
        rules: [rule({ split: { by: "spend" } })],
        spendOf: (bearer) => (bearerKey(bearer) === "workload:a" ? usd("-30") : usd("10")),
      },
      cells: ["workload:a 0", "workload:b 1"],
    },
    {
      because: "two rules for one pool: neither decides",
      given: { rules: [rule({ split: { by: "even" } }), rule({ id: "other", split: { by: "spend" } })] },
      cells: ["unallocated:tie:other,tax-rule 1"],
    },
    {
      because: "a rule that begins next month",
      given: { rules: [rule({ split: { by: "even" }, from: month("2026-11") })] },
      cells: ["pool:tax 1"],
    },
    {
      because: "a rule in its last month",
      given: { rules: [rule({ split: { by: "even" }, from: month("2026-01"), until: month("2026-10") })] },
      cells: ["workload:a 0.5", "workload:b 0.5"],
    },
    {
      because: "a rule that has ended",
      given: { rules: [rule({ split: { by: "even" }, from: month("2026-01"), until: month("2026-09") })] },
      cells: ["pool:tax 1"],
    },
  ])("$because", ({ given, cells }) => {
    expect(cellsOf(given)).toEqual(cells);
  });
});

test("the proof names every step, and changes with any amount, rule or target", () => {
  const rules = [rule({ split: { by: "spend" } })];
  const proven = allocate(input({ rules }), nodeDigest);
  expect(proven.in).toEqual(proven.out);
  expect(proven.steps.map(({ rule: id, method, in: before, out }) => [id, method, before, out])).toEqual([
    ["tax-rule", "spend", cost("1"), cost("1")],
  ]);
  const others = [
    input({ rules, borne: [...input({}).borne, { bearer: workload("c"), amounts: cost("0.01") }] }),
    input({ rules: [rule({ split: { by: "spend" }, hash: sha256("b".repeat(64)) })] }),
    input({ rules: [rule({ split: { by: "even" } })] }),
    input({}),
  ].map((each) => allocate(each, nodeDigest).hash);
  expect(new Set([proven.hash, ...others]).size).toBe(5);
  expect(allocate(input({ rules, borne: input({}).borne.toReversed() }), nodeDigest).hash).toBe(proven.hash);
});
