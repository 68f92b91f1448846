import { createHash } from "node:crypto";
import { seededRandom } from "#infra/local/seeded-random.ts";
import { type Amounts, type Month, month } from "#shared/cost/ledger.ts";
import { daysIn } from "#shared/cost/report/months.ts";
import type { ReportBook } from "#shared/cost/report/report-input.ts";
import { sha256 } from "#shared/kernel/digest.ts";
import { type Money, parseMoney } from "#shared/kernel/money.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import type { RunEvent } from "#shared/runs/run-event.ts";

/** The company whose bill `cost-year.ts` makes up: its workloads, teams, budgets, rules and runs. */

export const usd = (text: string): Money => {
  const money = parseMoney(text);
  if (money === undefined) throw new TypeError(`"${text}" is no amount`);
  return money;
};

export const hashOf = (text: string) => sha256(createHash("sha256").update(text).digest("hex"));

export const same = (money: Money): Amounts => ({ billed: money, effective: money, list: money, contracted: money });

export type Plan = {
  readonly id: string;
  readonly team: string;
  /** Dollars a day in the first month. */
  readonly daily: number;
  /** Factor a month. */
  readonly growth: number;
  readonly services: readonly string[];
  readonly from?: number;
  readonly until?: number;
  readonly budget?: string;
};

export const PLANS: readonly Plan[] = [
  { id: "orders-etl", team: "orders", daily: 128, growth: 1.012, services: ["AWS Glue", "Amazon S3"], budget: "5600" },
  {
    id: "orders-api-export",
    team: "orders",
    daily: 31,
    growth: 1.0,
    services: ["AWS Lambda", "Amazon S3"],
    budget: "1250",
  },
  { id: "orders-replay", team: "orders", daily: 64, growth: 1, services: ["Amazon EMR"], from: 12, budget: "2800" },
  {
    id: "ledger-close",
    team: "finance",
    daily: 88,
    growth: 1.004,
    services: ["Amazon Redshift", "AWS Glue"],
    budget: "3400",
  },
  { id: "tax-feeds", team: "finance", daily: 12, growth: 1.02, services: ["AWS Glue"], budget: "500" },
  {
    id: "web-clickstream",
    team: "science",
    daily: 210,
    growth: 1.03,
    services: ["Amazon EMR", "Amazon S3", "Amazon Kinesis"],
    budget: "11800",
  },
  {
    id: "churn-model",
    team: "science",
    daily: 96,
    growth: 1.01,
    services: ["Amazon SageMaker", "Amazon S3"],
    budget: "4300",
  },
  { id: "feature-store", team: "science", daily: 44, growth: 1.0, services: ["Amazon DynamoDB", "AWS Glue"] },
  {
    id: "hr-payroll-sync",
    team: "people",
    daily: 9,
    growth: 1,
    services: ["AWS Step Functions", "AWS Lambda"],
    budget: "360",
  },
  { id: "legacy-dwh", team: "platform", daily: 140, growth: 0.99, services: ["Amazon Redshift"], until: 12 },
  {
    id: "lake-compaction",
    team: "platform",
    daily: 52,
    growth: 1.01,
    services: ["Amazon EMR", "Amazon S3"],
    budget: "2350",
  },
  { id: "catalog-crawlers", team: "platform", daily: 18, growth: 1, services: ["AWS Glue"], budget: "700" },
];

const TEAMS = {
  orders: "Orders",
  finance: "Finance pipelines",
  science: "Data science",
  people: "People data",
  platform: "Data platform",
};

export const LAST: Month = month("2026-10");
export const BOOK: ReportBook = {
  company: "Saltmarsh Retail",
  hash: hashOf("catalogue 118"),
  workloads: new Map(PLANS.map(({ id, team }) => [id, { title: id, team, costCenter: `CC-${4100 + team.length}` }])),
  teams: new Map(Object.entries(TEAMS).map(([id, title]) => [id, { title }])),
  accounts: new Map([["data-prod", "111122223333"]]),
  budgets: [
    ...PLANS.flatMap(({ id, budget }) =>
      budget === undefined
        ? []
        : [
            {
              id,
              for: { kind: "workload" as const, id },
              amount: { money: usd(budget), currency: "USD" },
              period: "month" as const,
            },
          ],
    ),
    {
      id: "orders-team",
      for: { kind: "team", id: "orders" },
      amount: { money: usd("18000"), currency: "USD" },
      period: "quarter",
      from: month("2026-10"),
    },
    {
      id: "data-prod-account",
      for: { kind: "account", id: "data-prod" },
      amount: { money: usd("31000"), currency: "USD" },
      period: "month",
      from: month("2026-10"),
    },
  ],
  rules: ["support", "tax", "credits", "refunds", "warehouse"].map((rule) => ({
    rule,
    hash: hashOf(`rule ${rule}`),
    pool: rule === "warehouse" ? "its own (The shared warehouse)" : rule,
    method: "by what each spent",
    from: month("2025-10"),
  })),
};

export function runsOf(seed: number, period: Month = LAST): readonly RunEvent[] {
  const chance = seededRandom(seed + 1);
  const start = Date.parse(`${period}-01T02:00:00Z`);
  return PLANS.filter(({ id }) => id !== "feature-store" && id !== "legacy-dwh").flatMap(({ id }) =>
    ["load", "compact", "publish"].flatMap((job, rank) =>
      Array.from({ length: daysIn(period) }, (_, index): RunEvent => {
        const startedAt = start + index * 86_400_000 + rank * 3_600_000;
        return {
          workload: id,
          job: `${id}-${job}`,
          runId: `${id}-${job}-${index}`,
          startedAt: epochMillis(startedAt),
          endedAt: epochMillis(startedAt + Math.round((300 + chance() * 3_000) * 1_000)),
          outcome: chance() < 0.04 ? "failed" : "succeeded",
        };
      }),
    ),
  );
}
