import { sumAmounts } from "#shared/cost/amounts.ts";
import { type Bearer, bearerKey, type Month, type ResourceLine } from "#shared/cost/ledger.ts";
import { daysIn } from "#shared/cost/report/months.ts";
import type { PeriodCost } from "#shared/cost/report/report-input.ts";
import { spread } from "#shared/cost/report/spread.ts";
import { attos, ZERO } from "#shared/kernel/money.ts";
import { pools } from "#test/support/cost-bill-pools.ts";

import { amountOf, type Made, put } from "#test/support/cost-bill-row.ts";
import { PLANS, type Plan } from "#test/support/cost-company.ts";

/** Bill rows of the company in `cost-company.ts`, month by month, from chance that the caller seeds. */

type Bill = Pick<PeriodCost, "period" | "lines" | "resources">;

/** A month of bill rows, added up by day and by resource. */
export function billOf(period: Month, index: number, chance: () => number): Bill {
  const made: Made = { lines: [], resources: [] };
  const invoice = `INV-${period}-8841`;
  for (let on = 1; on <= daysIn(period); on += 1) {
    for (const plan of PLANS) planned(made, plan, { period, on, index, chance, invoice });
    unowned(made, { period, on, index, chance, invoice });
  }
  pools(made, { period, index, invoice });
  return { period, lines: made.lines, resources: folded(made.resources) };
}

type On = {
  readonly period: Month;
  readonly on: number;
  readonly index: number;
  readonly chance: () => number;
  readonly invoice: string;
};

function planned(made: Made, plan: Plan, { period, on, index, chance, invoice }: On): void {
  if (index < (plan.from ?? 0) || index >= (plan.until ?? 13)) return;
  const jump = plan.id === "web-clickstream" && index === 12 && on > 17 ? 1.9 : 1;
  const dollars = plan.daily * plan.growth ** index * (0.85 + chance() * 0.3) * jump;
  const shares = spread(
    amountOf(dollars),
    plan.services.map((_, rank) => BigInt(plan.services.length - rank)),
  );
  for (const [rank, service] of plan.services.entries()) {
    const billed = shares[rank] ?? ZERO;
    put(made, {
      period,
      on,
      bearer: { kind: "workload", workload: plan.id },
      service,
      rule: rank === 0 ? "tag Workload" : `selector of ${plan.id}`,
      billed,
      effective: attos((billed * (service === "Amazon EMR" ? 108n : 100n)) / 100n),
      invoice,
      resource: `arn:aws:x:eu-west-1:111122223333:${plan.id}-${rank}`,
    });
  }
}

function unowned(made: Made, { period, on, index, chance, invoice }: On): void {
  const none: Bearer = { kind: "unallocated", because: { kind: "no-selector" } };
  const tie: Bearer = { kind: "unallocated", because: { kind: "tie", between: ["churn-model", "feature-store"] } };
  put(made, {
    period,
    on,
    bearer: none,
    service: "Amazon S3",
    rule: "no selector",
    billed: amountOf(14 + chance() * 3),
    invoice,
    resource: "arn:aws:s3:::tmp-lake-compaction-spill",
  });
  put(made, {
    period,
    on,
    bearer: none,
    service: "Amazon EC2",
    rule: "no selector",
    billed: amountOf(6 + chance()),
    invoice,
    rows: 3,
  });
  if (index >= 11)
    put(made, {
      period,
      on,
      bearer: tie,
      service: "Amazon SageMaker",
      rule: "tie",
      billed: amountOf(4.2),
      invoice,
      resource: "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/scoring",
    });
  const own: Bearer = index < 10 ? { kind: "workload", workload: "tax-feeds" } : none;
  put(made, {
    period,
    on,
    bearer: own,
    service: "AWS Glue",
    rule: index < 10 ? "tag Workload" : "no selector",
    billed: amountOf(7.5),
    invoice,
    resource: "arn:aws:glue:eu-west-1:111122223333:job/vat-import",
  });
}

function folded(resources: readonly ResourceLine[]): readonly ResourceLine[] {
  const groups = new Map<string, ResourceLine>();
  for (const line of resources) {
    const key = `${bearerKey(line.bearer)}|${line.service}|${line.resource ?? ""}`;
    const before = groups.get(key);
    groups.set(
      key,
      before === undefined
        ? line
        : { ...before, amounts: sumAmounts([before.amounts, line.amounts]), rows: before.rows + line.rows },
    );
  }
  return [...groups.values()];
}
