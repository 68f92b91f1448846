import { describe, expect, test } from "vitest";
import { attributeRow, type BillRow, type Owned, poolOf } from "#shared/cost/attribution.ts";
import { month } from "#shared/cost/ledger.ts";

type Cells = { readonly [column: string]: string };

const rowOf = (cells: Cells, tags: Cells = {}): BillRow => ({
  column: (name) => cells[name],
  tags: new Map(Object.entries(tags)),
  period: month("2026-10"),
});

const BUCKET = { ResourceId: "arn:aws:s3:::lake" };
const PLAN = { CommitmentDiscountId: "arn:aws:savingsplans::1:savingsplan/7" };

describe("the pool that a row's own columns put it in", () => {
  test.each<{ because: string; cells: Cells; pool: string | undefined }>([
    { because: "usage is somebody's", cells: { ChargeCategory: "Usage" }, pool: undefined },
    { because: "tax", cells: { ChargeCategory: "Tax", ...BUCKET }, pool: "tax" },
    { because: "a credit, also of a resource", cells: { ChargeCategory: "Credit", ...BUCKET }, pool: "credits" },
    {
      because: "a credit that is a refund",
      cells: { ChargeCategory: "Credit", ChargeDescription: "Refund for August" },
      pool: "refunds",
    },
    {
      because: "an adjustment that is a refund",
      cells: { ChargeCategory: "Adjustment", ChargeDescription: "SLA refunds", ...BUCKET },
      pool: "refunds",
    },
    {
      because: "a word that only holds refund is none",
      cells: { ChargeCategory: "Credit", ChargeDescription: "prerefund" },
      pool: "credits",
    },
    {
      because: "usage that speaks of refunds is usage",
      cells: { ChargeCategory: "Usage", ChargeDescription: "refund service" },
      pool: undefined,
    },
    { because: "rounding of the whole bill", cells: { ChargeCategory: "Adjustment" }, pool: "adjustments" },
    {
      because: "an adjustment of a resource is its owner's",
      cells: { ChargeCategory: "Adjustment", ...BUCKET },
      pool: undefined,
    },
    { because: "a savings plan bought", cells: { ChargeCategory: "Purchase", ...PLAN }, pool: "commitments-purchased" },
    {
      because: "something else bought",
      cells: { ChargeCategory: "Purchase", ServiceName: "Amazon Route 53" },
      pool: undefined,
    },
    {
      because: "support bought",
      cells: { ChargeCategory: "Purchase", ServiceName: "AWS Support (Business)" },
      pool: "support",
    },
    {
      because: "support used",
      cells: { ChargeCategory: "Usage", ServiceName: "AWS Premium Support" },
      pool: "support",
    },
    {
      because: "a resource of a service so called",
      cells: { ChargeCategory: "Usage", ServiceName: "Acme Support Desk", ...BUCKET },
      pool: undefined,
    },
    {
      because: "Supportive is another word",
      cells: { ChargeCategory: "Usage", ServiceName: "Supportive AI" },
      pool: undefined,
    },
    {
      because: "a commitment used: charged where it is used",
      cells: { ChargeCategory: "Usage", CommitmentDiscountStatus: "Used", ...PLAN },
      pool: undefined,
    },
    {
      because: "a commitment not used",
      cells: { ChargeCategory: "Usage", CommitmentDiscountStatus: "Unused", ...PLAN },
      pool: "commitments-unused",
    },
    {
      because: "a status that FOCUS does not know, as published files have",
      cells: { ChargeCategory: "Usage", CommitmentDiscountStatus: "N/A" },
      pool: undefined,
    },
  ])("$because: $pool", ({ cells, pool }) => {
    expect(poolOf(rowOf(cells))).toBe(pool);
  });
});

describe("whose a row is", () => {
  test.each<{ because: string; owned: Owned; bearer: object; rule: string }>([
    {
      because: "its selector's workload",
      owned: { kind: "workload", workload: "orders", by: "selector of orders" },
      bearer: { kind: "workload", workload: "orders" },
      rule: "selector of orders",
    },
    {
      because: "shared by a rule of its own",
      owned: { kind: "shared", rule: "warehouse", by: "warehouse" },
      bearer: { kind: "shared", rule: "warehouse" },
      rule: "warehouse",
    },
    {
      because: "nobody's, with both names",
      owned: { kind: "tie", between: ["workload:a", "workload:b"] },
      bearer: { kind: "unallocated", because: { kind: "tie", between: ["workload:a", "workload:b"] } },
      rule: "tie",
    },
    {
      because: "nobody's",
      owned: { kind: "nobody" },
      bearer: { kind: "unallocated", because: { kind: "no-selector" } },
      rule: "no selector",
    },
  ])("$because", ({ owned, bearer, rule }) => {
    expect(attributeRow(rowOf({ ChargeCategory: "Usage", ...BUCKET }), () => owned)).toEqual({ bearer, rule });
  });

  test("a pool comes before every tag and selector, and nobody is asked", () => {
    const tagged = rowOf({ ChargeCategory: "Tax", ...BUCKET }, { Workload: "orders" });
    const asked = () => expect.unreachable("asked for the owner of a pool's row");
    expect(attributeRow(tagged, asked)).toEqual({ bearer: { kind: "pool", pool: "tax" }, rule: "pool tax" });
  });
});
