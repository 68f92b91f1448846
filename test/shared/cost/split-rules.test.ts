import { describe, expect, test } from "vitest";
import type { AllocationRule } from "#shared/catalog/documents/allocation-rule.ts";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import { inForce } from "#shared/cost/allocate.ts";
import { month } from "#shared/cost/ledger.ts";
import { bearerOf, splitRulesOf } from "#shared/cost/split-rules.ts";
import { WHOLE } from "#shared/kernel/share.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { accounts, company, directory, team } from "#test/support/catalog/saltmarsh.ts";

const rule = (more: Partial<AllocationRule>): AllocationRule => ({
  kind: "AllocationRule",
  id: "rule",
  team: "orders",
  split: { by: "even" },
  from: month("2026-03"),
  ...more,
});

const split = (more: Partial<AllocationRule>) => {
  const documents: GovernanceDocument[] = [
    company,
    directory,
    ...accounts,
    team("orders", "orders-engineers"),
    rule(more),
  ];
  const [made] = splitRulesOf(catalogOf(documents));
  return made ?? expect.unreachable("no rule");
};

describe("a split rule of the catalogue", () => {
  test.each<{ because: string; given: Partial<AllocationRule>; made: object }>([
    {
      because: "a built-in pool is its source",
      given: { pool: "support", split: { by: "spend" } },
      made: { source: { kind: "pool", pool: "support" }, split: { by: "spend" }, to: [] },
    },
    {
      because: "with a match of its own it is its own pool",
      given: { match: [{ type: ["redshift.cluster"] }] },
      made: { source: { kind: "shared", rule: "rule" } },
    },
    {
      because: "by a meter, to whom it says",
      given: { pool: "tax", split: { by: "meter", meter: "scans" }, to: [{ kind: "team", id: "orders" }] },
      made: { split: { by: "meter", meter: "scans" }, to: [{ kind: "team", team: "orders" }] },
    },
    {
      because: "in fixed shares",
      given: {
        pool: "tax",
        split: { by: "fixed", shares: [{ to: { kind: "team", id: "orders" }, share: WHOLE }] },
      },
      made: { split: { by: "fixed", shares: [{ to: { kind: "team", team: "orders" }, share: 1_000_000 }] } },
    },
  ])("$because", ({ given, made }) => {
    expect(split(given)).toMatchObject({
      id: "rule",
      from: "2026-03",
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      ...made,
    });
  });

  test.each([
    { period: "2026-02", until: undefined, counts: false, because: "the month before its first" },
    { period: "2026-03", until: undefined, counts: true, because: "its first month" },
    { period: "2031-01", until: undefined, counts: true, because: "without a last month it stays" },
    { period: "2026-05", until: "2026-05", counts: true, because: "its last month" },
    { period: "2026-06", until: "2026-05", counts: false, because: "the month after its last" },
    { period: "2026-03", until: "2026-03", counts: true, because: "a rule of one month" },
  ])("in $period, until $until, counts: $counts ($because)", ({ period, until, counts }) => {
    const made = split({ pool: "tax", ...(until === undefined ? {} : { until: month(until) }) });
    expect(inForce(made, month(period))).toBe(counts);
  });

  test("changes its hash with what it says, so that a proof names one rule", () => {
    expect(split({ pool: "tax" }).hash).not.toBe(split({ pool: "tax", split: { by: "spend" } }).hash);
    expect(split({ pool: "tax" }).hash).toBe(split({ pool: "tax" }).hash);
  });
});

test.each([
  { kind: "team", id: "x", bearer: { kind: "team", team: "x" } },
  { kind: "workload", id: "x", bearer: { kind: "workload", workload: "x" } },
  { kind: "account", id: "x", bearer: { kind: "account", account: "x" } },
  { kind: "dataset", id: "x", bearer: { kind: "dataset", dataset: "x" } },
] as const)("a $kind bears as a $kind", ({ kind, id, bearer }) => {
  expect(bearerOf({ kind, id })).toEqual(bearer);
});
