import type { Bearer, Month } from "#shared/cost/ledger.ts";
import { ZERO } from "#shared/kernel/money.ts";

import { amountOf, type Made, put } from "#test/support/cost-bill-row.ts";

/** What no workload caused, in one month. */
export function pools(made: Made, { period, index, invoice }: { period: Month; index: number; invoice: string }): void {
  const pool = (
    name: "support" | "tax" | "credits" | "refunds" | "commitments-unused" | "commitments-purchased",
  ): Bearer => ({ kind: "pool", pool: name });
  put(made, {
    period,
    on: 1,
    bearer: pool("support"),
    service: "AWS Support",
    rule: "pool support",
    billed: amountOf(1480 + index * 11),
    invoice,
    rows: 1,
  });
  put(made, {
    period,
    on: 1,
    bearer: pool("tax"),
    service: "Tax",
    category: "Tax",
    rule: "pool tax",
    billed: amountOf(2210.37 + index * 13.1),
    invoice,
    rows: 9,
  });
  put(made, {
    period,
    on: 1,
    bearer: pool("commitments-purchased"),
    service: "Amazon EMR",
    category: "Purchase",
    rule: "pool commitments-purchased",
    billed: amountOf(900),
    effective: ZERO,
    invoice,
    rows: 1,
  });
  put(made, {
    period,
    on: 9,
    bearer: pool("commitments-unused"),
    service: "Amazon EMR",
    rule: "pool commitments-unused",
    billed: ZERO,
    effective: amountOf(61.5),
    invoice,
    rows: 40,
  });
  put(made, {
    period,
    on: 12,
    bearer: { kind: "shared", rule: "warehouse" },
    service: "Amazon Redshift",
    rule: "warehouse",
    billed: amountOf(3120.55),
    invoice,
    rows: 744,
  });
  if (index % 4 === 0)
    put(made, {
      period,
      on: 3,
      bearer: pool("credits"),
      service: "AWS Glue",
      category: "Credit",
      rule: "pool credits",
      billed: amountOf(-840.25),
      invoice,
      rows: 1,
    });
  if (index === 12)
    put(made, {
      period,
      on: 4,
      bearer: pool("refunds"),
      service: "Amazon S3",
      category: "Adjustment",
      rule: "pool refunds",
      billed: amountOf(-96.4),
      invoice,
      rows: 2,
    });
  if (index === 12)
    put(made, {
      period,
      on: 1,
      bearer: { kind: "workload", workload: "ledger-close" },
      service: "Amazon Redshift",
      rule: "tag Workload",
      billed: amountOf(-212.07),
      invoice,
      rows: 4,
      correctionOf: "2026-08-14",
    });
}
