import { describe, expect, test } from "vitest";
import type { GovernanceDocument } from "#shared/catalog/documents/governance-document.ts";
import type { BillRow } from "#shared/cost/attribution.ts";
import { billOwnersOf } from "#shared/cost/bill-owner.ts";
import { month } from "#shared/cost/ledger.ts";
import { catalogOf } from "#test/support/catalog/resolved.ts";
import { accounts, company, directory, team } from "#test/support/catalog/saltmarsh.ts";

type Match = NonNullable<Extract<GovernanceDocument, { kind: "Workload" }>["match"]>;

const workload = (id: string, ...match: Match): GovernanceDocument => ({
  kind: "Workload",
  id,
  team: "orders",
  tier: 2,
  match,
});

const catalog = (...documents: readonly GovernanceDocument[]) =>
  catalogOf([company, directory, ...accounts, team("orders", "orders-engineers"), ...documents]);

const JOB = "arn:aws:glue:eu-west-1:111122223333:job/load";

const rowOf = (cells: { readonly [column: string]: string }, period = "2026-10"): BillRow => ({
  column: (name) => ({ ResourceId: JOB, RegionId: "eu-west-1", ...cells })[name],
  tags: new Map(cells["Workload"] === undefined ? [] : [["Workload", cells["Workload"]]]),
  period: month(period),
});

describe("the owner of a bill row", () => {
  const [account] = accounts;
  if (account === undefined) throw new Error("no account");

  test.each<{
    because: string;
    documents: readonly GovernanceDocument[];
    cells?: { [column: string]: string };
    period?: string;
    owned: object;
  }>([
    {
      because: "the type as policies name it",
      documents: [workload("etl", { type: ["glue.job"] })],
      owned: { kind: "workload", workload: "etl" },
    },
    {
      because: "the name in the ARN",
      documents: [workload("etl", { name: ["lo*"] })],
      owned: { kind: "workload", workload: "etl" },
    },
    {
      because: "the name that the bill gives, before that in the ARN",
      documents: [workload("etl", { name: ["load"] }), workload("other", { name: ["shown"] })],
      cells: { ResourceName: "shown" },
      owned: { kind: "workload", workload: "other" },
    },
    {
      because: "the account that a number stands for",
      documents: [workload("etl", { account: [account.id] })],
      cells: { SubAccountId: account.account },
      owned: { kind: "workload", workload: "etl" },
    },
    {
      because: "an account that no document names is no account of ours",
      documents: [workload("etl", { account: [account.id] })],
      cells: { SubAccountId: "999999999999" },
      owned: { kind: "nobody" },
    },
    {
      because: "a column of the bill",
      documents: [workload("etl", { billing: { SkuMeter: ["DPU*"] } })],
      cells: { SkuMeter: "DPU-Hours" },
      owned: { kind: "workload", workload: "etl" },
    },
    {
      because: "a column that is null fits nothing",
      documents: [workload("etl", { billing: { SkuMeter: ["*"] } })],
      owned: { kind: "nobody" },
    },
    {
      because: "the tag, more specific than a type",
      documents: [workload("etl"), workload("glue", { type: ["glue.job"] })],
      cells: { Workload: "etl" },
      owned: { kind: "workload", workload: "etl" },
    },
    {
      because: "two selectors of one rank name both, and neither pays",
      documents: [workload("b", { type: ["glue.job"] }), workload("a", { type: ["glue.job"] })],
      owned: { kind: "tie", between: ["workload:a", "workload:b"] },
    },
    {
      because: "a selector that counts from its month on: the month before is nobody's",
      documents: [workload("etl", { type: ["glue.job"], from: month("2026-10") })],
      period: "2026-09",
      owned: { kind: "nobody" },
    },
    {
      because: "its first month counts",
      documents: [workload("etl", { type: ["glue.job"], from: month("2026-10") })],
      owned: { kind: "workload", workload: "etl" },
    },
    {
      because: "no tie with a selector that does not count yet",
      documents: [workload("a", { type: ["glue.job"] }), workload("b", { type: ["glue.job"], from: month("2026-11") })],
      owned: { kind: "workload", workload: "a" },
    },
    {
      because: "shared by a rule with its own match, until its last month",
      documents: [
        {
          kind: "AllocationRule",
          id: "glue",
          team: "orders",
          match: [{ type: ["glue.job"] }],
          split: { by: "even" },
          from: month("2026-01"),
          until: month("2026-10"),
        },
      ],
      owned: { kind: "shared", rule: "glue" },
    },
  ])("$because", ({ documents, cells = {}, period = "2026-10", owned }) => {
    expect(billOwnersOf(catalog(...documents)).ownerOf(rowOf(cells, period))).toMatchObject(owned);
  });

  test("sees every column that some selector names, also in an exception, once", () => {
    const { alsoColumns } = billOwnersOf(
      catalog(
        workload("a", { billing: { SkuMeter: ["x"] }, except: [{ billing: { PricingUnit: ["y"] } }] }),
        workload("b", { billing: { SkuMeter: ["z"] } }),
      ),
    );
    expect(alsoColumns).toEqual(["PricingUnit", "SkuMeter"]);
  });
});
