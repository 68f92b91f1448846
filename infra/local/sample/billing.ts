import { stringify } from "csv-stringify/sync";
import { FOCUS_COLUMNS } from "#infra/local/sample/focus-columns.ts";
import { SPEND_LINES, type SpendLine } from "#infra/local/sample/spend.ts";
import { seededRandom } from "#infra/local/seeded-random.ts";
import { attos, exactDecimal } from "#shared/kernel/money.ts";

/** One file of a bill: FOCUS 1.2 as CSV, one billing period. */
export type BillFile = { readonly name: string; readonly period: string; readonly text: string };

type Row = { readonly [column: string]: string };

/** 10^-10 of a dollar, the precision of the sample's prices, in attos. */
const STEP = 10n ** 8n;

const usd = (tenBillionths: number): string => exactDecimal(attos(BigInt(Math.round(tenBillionths)) * STEP));

/**
 * The bills of `months` billing periods that end with the one of `today`, which runs until yesterday
 * and has no invoice yet. The same for the same seed and day.
 */
export function sampleBills(
  today: Date,
  { months = 14, seed = 4_400 }: { readonly months?: number; readonly seed?: number } = {},
): readonly BillFile[] {
  return Array.from({ length: months }, (_, at) => {
    const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - (months - 1 - at), 1));
    const open = at === months - 1;
    const days = open ? today.getUTCDate() - 1 : daysIn(first);
    const period: Period = { first, days, at, invoice: open ? "" : `INV-${first.toISOString().slice(0, 7)}-7781` };
    return billOf(period, seededRandom(seed + first.getUTCFullYear() * 12 + first.getUTCMonth()));
  }).filter(({ text }) => text !== "");
}

type Period = { readonly first: Date; readonly days: number; readonly at: number; readonly invoice: string };

const daysIn = (first: Date): number =>
  new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();

function billOf(period: Period, random: () => number): BillFile {
  const usage = SPEND_LINES.flatMap((line) => usageRows(period, line, random));
  const rows = [
    ...usage,
    ...commitmentRows(period),
    ...correctionRows(period),
    ...(period.invoice === "" ? [] : closingRows(period, usage)),
  ];
  const name = period.first.toISOString().slice(0, 7);
  const text = rows.length === 0 ? "" : stringify([...rows], { header: true, columns: [...FOCUS_COLUMNS] });
  return { name: `brightwater-${name}.csv`, period: name, text };
}

function usageRows(period: Period, line: SpendLine, random: () => number): readonly Row[] {
  const perDay = (line.monthly * 1e10 * (1 + line.growth / 100) ** (period.at - 12)) / 30;
  return Array.from({ length: period.days }, (_, day) => {
    const weekend = [0, 6].includes(new Date(period.first.getTime() + day * 86_400_000).getUTCDay());
    const listed = perDay * (weekend ? 0.7 : 1.12) * (0.9 + random() * 0.2);
    const billed = listed * 0.96;
    return {
      ...baseRow(period, day),
      ...resourceColumns(line),
      ChargeCategory: "Usage",
      ChargeDescription: `${line.unit} of ${line.type} ${line.name}`,
      ChargeFrequency: "Usage-Based",
      ListCost: usd(listed),
      ContractedCost: usd(billed),
      BilledCost: usd(billed),
      EffectiveCost: usd(billed),
      PricingCategory: "Standard",
      ConsumedQuantity: usd(listed * 3),
      ConsumedUnit: line.unit,
      PricingQuantity: usd(listed * 3),
      PricingUnit: line.unit,
    };
  });
}

const resourceColumns = (line: SpendLine): Row => ({
  ServiceCategory: line.category,
  ServiceName: line.service,
  SubAccountId: line.account,
  SubAccountName: { "111122223333": "data-prod", "444455556666": "data-test" }[line.account] ?? "data-dev",
  ResourceId: line.arn,
  ResourceName: line.name,
  ResourceType: line.type,
  RegionId: "eu-west-1",
  RegionName: "Europe (Ireland)",
  SkuId: `SKU-${line.type.replaceAll(" ", "")}`,
  SkuPriceId: `SKU-${line.type.replaceAll(" ", "")}-1`,
  Tags: JSON.stringify(line.tagged && line.workload !== "" ? { Workload: line.workload, Environment: "prod" } : {}),
});

/** A savings plan bought a month at a time: part of it covers training, part is not used by anyone. */
function commitmentRows(period: Period): readonly Row[] {
  if (period.days === 0) return [];
  const plan = {
    CommitmentDiscountId: "arn:aws:savingsplans::111122223333:savingsplan/sp-0001",
    CommitmentDiscountName: "sp-0001",
    CommitmentDiscountCategory: "Spend",
    CommitmentDiscountType: "Compute Savings Plan",
    ServiceName: "Savings Plans for AWS Compute usage",
    ServiceCategory: "Compute",
    SubAccountId: "111122223333",
    SubAccountName: "data-prod",
    Tags: "{}",
  };
  const covered = SPEND_LINES.find(({ name }) => name === "i-0b2training0002");
  const row = (more: Row): Row => ({ ...baseRow(period, 0), ...plan, PricingCategory: "Committed", ...more });
  return [
    row({
      ChargeCategory: "Purchase",
      ChargeDescription: "Compute savings plan, one month",
      ChargeFrequency: "Recurring",
      ListCost: usd(900e10),
      ContractedCost: usd(900e10),
      BilledCost: usd(900e10),
      EffectiveCost: "0",
    }),
    row({
      ...(covered === undefined ? {} : resourceColumns(covered)),
      ChargeCategory: "Usage",
      CommitmentDiscountStatus: "Used",
      ChargeDescription: "Compute covered by the savings plan",
      ChargeFrequency: "Usage-Based",
      ListCost: usd(1_010e10),
      ContractedCost: usd(1_010e10),
      BilledCost: "0",
      EffectiveCost: usd(760e10),
    }),
    row({
      ChargeCategory: "Usage",
      CommitmentDiscountStatus: "Unused",
      ChargeDescription: "Savings plan that nothing used",
      ChargeFrequency: "Usage-Based",
      ListCost: "0",
      ContractedCost: "0",
      BilledCost: "0",
      EffectiveCost: usd(140e10),
    }),
  ];
}

/** Two months ago was billed too high for one stream: the difference comes back here, in a later period. */
function correctionRows(period: Period): readonly Row[] {
  const stream = SPEND_LINES.find(({ name }) => name === "shop-clicks");
  if (period.at !== 12 || stream === undefined) return [];
  const before = new Date(Date.UTC(period.first.getUTCFullYear(), period.first.getUTCMonth() - 2, 9));
  const amount = usd(-212.4087e10);
  return [
    {
      ...baseRow(period, 0),
      ...resourceColumns(stream),
      ChargePeriodStart: before.toISOString(),
      ChargePeriodEnd: new Date(before.getTime() + 86_400_000).toISOString(),
      ChargeCategory: "Usage",
      ChargeClass: "Correction",
      ChargeDescription: "Correction of shard-hours billed twice",
      ChargeFrequency: "Usage-Based",
      ListCost: amount,
      ContractedCost: amount,
      BilledCost: amount,
      EffectiveCost: amount,
    },
  ];
}

/** What comes with the invoice: support, tax, a credit, and in single months a refund and an adjustment. */
function closingRows(period: Period, usage: readonly Row[]): readonly Row[] {
  const billed = usage.reduce((sum, row) => sum + Number(row["BilledCost"]), 0) * 1e10;
  const row = (
    ChargeCategory: string,
    ServiceName: string,
    more: { readonly says: string; readonly amount: number },
  ): Row => ({
    ...baseRow(period, period.days - 1),
    SubAccountId: "111122223333",
    SubAccountName: "data-prod",
    ServiceCategory: "Other",
    ServiceName,
    ChargeCategory,
    ChargeDescription: more.says,
    ChargeFrequency: ChargeCategory === "Usage" ? "Recurring" : "One-Time",
    Tags: "{}",
    ...Object.fromEntries(
      ["ListCost", "ContractedCost", "BilledCost", "EffectiveCost"].map((name) => [name, usd(more.amount)]),
    ),
  });
  return [
    row("Usage", "AWS Support (Business)", { says: "Business support, 3 % of usage", amount: billed * 0.03 }),
    row("Tax", "Tax", { says: "VAT on support", amount: billed * 0.006 }),
    row("Credit", "AWS Activate", { says: "Promotional credit", amount: -350e10 }),
    ...(period.at === 8
      ? [row("Adjustment", "AWS Support (Business)", { says: "Support billed twice, evened out", amount: -64.5e10 })]
      : []),
    ...(period.at === 9
      ? [row("Credit", "Amazon Kinesis", { says: "Refund for the outage of the 14th", amount: -118.25e10 })]
      : []),
  ];
}

function baseRow({ first, invoice }: Period, day: number): Row {
  const start = new Date(first.getTime() + day * 86_400_000);
  return {
    BillingAccountId: "100000000001",
    BillingAccountName: "Brightwater Foods",
    BillingCurrency: "USD",
    BillingPeriodStart: first.toISOString(),
    BillingPeriodEnd: new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1)).toISOString(),
    ChargePeriodStart: start.toISOString(),
    ChargePeriodEnd: new Date(start.getTime() + 86_400_000).toISOString(),
    InvoiceId: invoice,
    InvoiceIssuerName: "Amazon Web Services",
    ProviderName: "AWS",
    PublisherName: "AWS",
  };
}
