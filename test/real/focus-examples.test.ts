import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BillRefused } from "#shared/cost/batch.ts";
import { exactDecimal } from "#shared/kernel/money.ts";
import { tallied } from "#test/support/bills.ts";
import { assume, FOCUS, withFile } from "#test/support/published-bills.ts";

const NAMES = Object.keys(JSON.parse(readFileSync(join(FOCUS, "control-totals.json"), "utf8"))).filter((name) =>
  /^focus-(spec-worked-examples|corrections)\/.*\.csv$/.test(name),
);

/** What the examples leave out, as their reader would say it. */
const EXAMPLE = assume({ BillingCurrency: "USD", ListCost: "0", ContractedCost: "0" });

describe("the specification's worked examples", () => {
  const DIR = "focus-spec-worked-examples";
  const flexible = `${DIR}/commitment_discount_flexibility`;
  const scenarios = `${DIR}/commitment_discount_scenarios`;
  const saas = `${DIR}/saas_examples`;

  test.each(NAMES)("%s is refused by the name of a column, or by a cell, as it is published", async (name) => {
    const refused = await withFile(name, (file) => tallied(file).catch((fault: unknown) => fault));
    expect(refused).toBeInstanceOf(BillRefused);
    expect((refused as BillRefused).message).toMatch(
      /^Cannot take in ".*": (it has no column "|row 1, column BillingPeriodStart: found ")/,
    );
  });

  type Read = { name: string; billed: string; effective: string; pools: readonly string[] };

  test.each<Read>([
    {
      name: `${flexible}/one_hundred_percent_utilization_with_commitment_discount_flexibility_with_1_resource.csv`,
      billed: "2.75",
      effective: "2.75",
      pools: ["commitments-purchased 0.5 0"],
    },
    {
      name: `${flexible}/one_hundred_percent_utilization_with_commitment_discount_flexibility_with_2_resources.csv`,
      billed: "2",
      effective: "2",
      pools: ["commitments-purchased 2 0"],
    },
    {
      name: `${flexible}/one_hundred_percent_utilization_without_commitment_discount_flexibility.csv`,
      billed: "1.5",
      effective: "1.5",
      pools: ["commitments-purchased 1.5 0"],
    },
    {
      name: `${flexible}/zero_percent_utilization_without_commitment_discount_flexibility.csv`,
      billed: "3.5",
      effective: "3.5",
      pools: ["commitments-purchased 1.5 0", "commitments-unused 0 1.5"],
    },
    {
      name: `${scenarios}/commitment_discount_purchase_scenario_1.csv`,
      billed: "8760",
      effective: "0",
      pools: ["commitments-purchased 8760 0"],
    },
    { name: `${scenarios}/commitment_discount_usage_scenario_1.csv`, billed: "0", effective: "1", pools: [] },
    {
      name: `${scenarios}/commitment_discount_usage_scenario_2.csv`,
      billed: "0",
      effective: "1",
      pools: ["commitments-unused 0 1"],
    },
    {
      name: `${scenarios}/commitment_discount_usage_scenario_3.csv`,
      billed: "0",
      effective: "1",
      pools: ["commitments-unused 0 0.25"],
    },
    { name: `${scenarios}/commitment_discount_usage_scenario_4.csv`, billed: "0.5", effective: "1.5", pools: [] },
    { name: "focus-corrections/closed_scenario_1_original.csv", billed: "1500", effective: "1500", pools: [] },
    { name: "focus-corrections/closed_scenario_1_ledger.csv", billed: "0", effective: "0", pools: [] },
    {
      name: "focus-corrections/closed_scenario_4_ledger.csv",
      billed: "0.002",
      effective: "0.002",
      pools: ["adjustments 0.002 0.002"],
    },
  ])(
    "$name reads, once somebody says what it leaves out; a purchase is not counted twice",
    async ({ name, billed, effective, pools }) => {
      const { columns, lines } = await withFile(name, (file) => tallied(file, EXAMPLE));
      expect([exactDecimal(columns.billed), exactDecimal(columns.effective)]).toEqual([billed, effective]);
      const pooled = lines.flatMap(({ line: { bearer, amounts } }) =>
        bearer.kind === "pool"
          ? [`${bearer.pool} ${exactDecimal(amounts.billed)} ${exactDecimal(amounts.effective)}`]
          : [],
      );
      expect(pooled).toEqual(pools);
    },
  );

  test.each([
    {
      because: "an impossible hour",
      name: `${scenarios}/commitment_discount_purchase_scenario_2.csv`,
      found: 'row 3, column ChargePeriodEnd: found "2023-02-01T30:00:00Z"',
    },
    {
      because: "an impossible hour",
      name: `${scenarios}/commitment_discount_purchase_scenario_3.csv`,
      found: 'row 4, column ChargePeriodEnd: found "2023-02-01T30:00:00Z"',
    },
    {
      because: "a date in no order that can be known",
      name: `${saas}/simple_agreements/simple_saas_agreements_a1.csv`,
      found: 'row 1, column BillingPeriodStart: found "4/1/25"',
    },
    {
      because: "the same",
      name: `${saas}/spend_agreements/saas_spend_agreements_b2.csv`,
      found: 'row 1, column BillingPeriodStart: found "4/1/25"',
    },
    {
      because: "the same, behind a byte order mark",
      name: `${saas}/virtual_currency_pricing_model_c.csv`,
      found: 'row 1, column BillingPeriodStart: found "10/1/25"',
    },
  ])("$name is refused for $because", async ({ name, found }) => {
    const refused = withFile(name, (file) => tallied(file, EXAMPLE));
    await expect(refused).rejects.toThrow(`Cannot take in "${name}": ${found}; write 2026-10-31T00:00:00Z`);
  });
});

describe("exports that are no FOCUS", () => {
  test.each([
    {
      name: "export-layout-mocks/MockTestReportV2-00001.csv.gz",
      found: "this looks like a Cost and Usage Report: export it as FOCUS",
    },
    { name: "export-layout-mocks/MockTestReport-00001.csv.zip", found: "it is a ZIP archive; unpack it first" },
  ])("$name is refused, and the answer says what to export", async ({ name, found }) => {
    await expect(withFile(name, (file) => tallied(file))).rejects.toThrow(found);
  });
});
