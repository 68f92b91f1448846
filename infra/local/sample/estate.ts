import { seededRandom } from "#infra/local/seeded-random.ts";
import type { Plant, Planted } from "#shared/adapters/local/sandbox/plant.ts";
import { accountNumber, type Random } from "#shared/kernel/ids.ts";
import type { Json } from "#shared/kernel/json.ts";
import { days, type EpochMillis, epochMillis } from "#shared/kernel/time.ts";

const REGION = "eu-west-1";

const ACCOUNTS = [
  { account: accountNumber("111122223333"), name: "data-prod", environment: "prod", ou: "/Data/Prod" },
  { account: accountNumber("444455556666"), name: "data-test", environment: "test", ou: "/Data/Test" },
  { account: accountNumber("777788889999"), name: "data-dev", environment: "dev", ou: "/Data/Dev" },
] as const;

const OWNERS = [
  { workload: "orders-etl", costCenter: "CC-4102", stem: "orders" },
  { workload: "price-publisher", costCenter: "CC-4102", stem: "price" },
  { workload: "payments-reconcile", costCenter: "CC-4102", stem: "payments" },
  { workload: "shipment-tracker", costCenter: "CC-4300", stem: "shipment" },
  { workload: "route-planner", costCenter: "CC-4300", stem: "route" },
  { workload: "payroll-run", costCenter: "CC-2200", stem: "payroll" },
  { workload: "finance-close", costCenter: "CC-2001", stem: "close" },
  { workload: "click-stream", costCenter: "CC-4500", stem: "clicks" },
  { workload: "feature-store", costCenter: "CC-4700", stem: "features" },
  { workload: "model-training", costCenter: "CC-4700", stem: "train" },
] as const;

/** How many of each type a workload has over all accounts, and what its service keeps of it. */
const KINDS: readonly {
  readonly type: string;
  readonly count: number;
  readonly settings?: (random: Random) => Record<string, Json>;
}[] = [
  {
    type: "logs.log-group",
    count: 4,
    settings: (random) => (random() < 0.3 ? {} : { retentionInDays: pickOf([7, 30, 90, 180, 365, 400], random) }),
  },
  { type: "glue.job", count: 3 },
  { type: "glue.database", count: 1 },
  { type: "glue.crawler", count: 1 },
  { type: "dynamodb.table", count: 2 },
  { type: "kinesis.stream", count: 1, settings: (random) => ({ retentionPeriodHours: pickOf([24, 48, 168], random) }) },
  {
    type: "rds.instance",
    count: 1,
    settings: (random) => ({ backupRetentionPeriod: pickOf([0, 7, 14, 35], random), engine: "postgres" }),
  },
  { type: "sqs.queue", count: 2 },
  { type: "ec2.instance", count: 1, settings: () => ({ instanceType: "m7g.large" }) },
  { type: "ec2.volume", count: 1, settings: () => ({ gib: 200 }) },
  { type: "emr.cluster", count: 1 },
  { type: "glue.trigger", count: 1 },
  { type: "athena.workgroup", count: 1 },
];

/** Buckets that hold the datasets, and what lies in them. */
const BUCKETS = [
  {
    name: "brightwater-sales-prod",
    account: 0,
    owner: 0,
    files: ["orders/2026/10/part-0001.csv", "payments/2026/10/part-0001.csv", "price-list/current.csv"],
  },
  { name: "brightwater-sales-test", account: 1, owner: 1, files: ["price-list/current.csv"] },
  { name: "brightwater-sales-dev", account: 2, owner: 0, files: ["orders/masked/part-0001.csv"] },
  {
    name: "brightwater-logistics-prod",
    account: 0,
    owner: 3,
    files: ["shipments/2026/10/part-0001.csv", "routes/2026/10/plan.csv"],
  },
  { name: "brightwater-logistics-test", account: 1, owner: 4, files: ["routes/sample.csv"] },
  { name: "brightwater-logistics-dev", account: 2, owner: 3, files: ["shipments/sample.csv"] },
  {
    name: "brightwater-people-prod",
    account: 0,
    owner: 5,
    files: ["payroll/2026/10/run.csv", "absence/2026/10/days.csv"],
  },
  { name: "brightwater-finance-prod", account: 0, owner: 6, files: ["ledger/2026/10/journal.csv"] },
  {
    name: "brightwater-web-prod",
    account: 0,
    owner: 7,
    files: ["clicks/2026/10/01/part-0001.csv", "sessions/2026/10/part-0001.csv"],
  },
  { name: "brightwater-web-dev", account: 2, owner: 7, files: ["clicks/sample.csv"] },
  { name: "brightwater-science-prod", account: 0, owner: 8, files: ["features/2026/10/basket.csv"] },
  { name: "brightwater-science-dev", account: 2, owner: 8, files: ["features/sample.csv", "benchmarks/m5.csv"] },
] as const;

/** Furnishes the sandbox: three accounts, buckets with keys and files, some 200 resources, a third of them breaking a rule. */
export function furnish(
  plant: Plant,
  { now, seed = 4_402 }: { readonly now: EpochMillis; readonly seed?: number },
): void {
  const random = seededRandom(seed);
  for (const account of ACCOUNTS) plant.account({ ...account, region: REGION });
  plantBuckets(plant, now);
  const single: readonly Partial<Planted>[] = [
    {
      type: "redshift.cluster",
      id: "shared-warehouse",
      tags: { CostCenter: "CC-1000", Environment: "prod", DataClassification: "confidential" },
    },
    {
      type: "logs.log-group",
      id: "/audit/payroll",
      tags: { Workload: "payroll-run", CostCenter: "CC-2200", Environment: "prod", DataClassification: "restricted" },
      settings: { retentionInDays: 2557 },
    },
  ];
  for (const planted of single) {
    plant.resource({ account: ACCOUNTS[0].account, createdAt: longAgo(now, random), ...planted } as Planted);
  }
  for (const owner of OWNERS) {
    for (const kind of KINDS) {
      for (let at = 0; at < kind.count; at += 1) plantOne({ plant, owner, kind, random, now, at });
    }
  }
}

function plantBuckets(plant: Plant, now: EpochMillis): void {
  for (const { account } of ACCOUNTS) plant.key({ account, region: REGION, id: "data" });
  for (const bucket of BUCKETS) {
    const { account, environment } = ACCOUNTS[bucket.account];
    const owner = OWNERS[bucket.owner];
    plant.resource({
      type: "s3.bucket",
      id: bucket.name,
      account,
      createdAt: epochMillis(now - days(500)),
      tags: {
        Workload: owner.workload,
        CostCenter: owner.costCenter,
        Environment: environment,
        DataClassification: "internal",
      },
      settings: { versioning: true, kmsKey: `arn:aws:kms:${REGION}:${account}:key/data` },
    });
    for (const key of bucket.files)
      plant.object({ bucket: bucket.name, key, size: 48_000_000, body: `sample rows of ${key}\n` });
  }
}

type One = {
  readonly plant: Plant;
  readonly owner: (typeof OWNERS)[number];
  readonly kind: (typeof KINDS)[number];
  readonly random: Random;
  readonly now: EpochMillis;
  readonly at: number;
};

function plantOne({ plant, owner, kind, random, now, at }: One): void {
  const { account, environment } = ACCOUNTS[at % 3 === 0 ? 0 : pickOf([0, 1, 2] as const, random)];
  const right = {
    Workload: owner.workload,
    CostCenter: owner.costCenter,
    Environment: environment,
    DataClassification: pickOf(["internal", "confidential", "internal"], random),
  };
  plant.resource({
    type: kind.type,
    id: idOf(kind.type, `${owner.stem}-${kind.type.split(".")[1]}-${at + 1}`, random),
    account,
    createdAt: longAgo(now, random),
    tags: random() < 0.35 ? spoiled(right, random) : right,
    ...(kind.settings === undefined ? {} : { settings: kind.settings(random) }),
  });
}

/** What goes wrong with tags in real life: forgotten, misspelt, another case, an old word, managed elsewhere. */
function spoiled(right: Record<string, string>, random: Random): Record<string, string> {
  const { Workload = "", CostCenter = "", Environment = "", DataClassification = "" } = right;
  return pickOf<Record<string, string>>(
    [
      {},
      { Environment, CostCenter, DataClassification },
      { Workload, costcenter: CostCenter, Environment, DataClassification },
      { Workload, CostCenter, Environment: Environment === "prod" ? "production" : "development", DataClassification },
      { Workload, CostCenter, Environment },
      { Workload: "unknown-thing", CostCenter, Environment, DataClassification },
      {
        app: Workload,
        CostCenter,
        Environment,
        DataClassification,
        "aws:cloudformation:stack-name": `${Workload}-stack`,
      },
    ],
    random,
  );
}

function idOf(type: string, name: string, random: Random): string {
  const hex = Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, "0");
  if (type === "logs.log-group") return `/brightwater/${name}`;
  if (type === "ec2.instance") return `i-0${hex}`;
  if (type === "ec2.volume") return `vol-0${hex}`;
  if (type === "emr.cluster") return `j-${hex.toUpperCase()}`;
  return name;
}

const longAgo = (now: EpochMillis, random: Random): EpochMillis =>
  epochMillis(now - days(20 + Math.floor(random() * 700)));

const pickOf = <Value>(from: readonly Value[], random: Random): Value =>
  from[Math.floor(random() * from.length)] as Value;
