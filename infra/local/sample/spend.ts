/** Something that costs money each day in the sample company. */
export type SpendLine = {
  readonly workload: string;
  /** False: nobody tagged it, so only a selector or nobody finds whose it is. */
  readonly tagged: boolean;
  readonly service: string;
  readonly category: string;
  readonly account: string;
  readonly arn: string;
  readonly name: string;
  readonly type: string;
  readonly unit: string;
  /** A usual month, in whole US dollars. */
  readonly monthly: number;
  /** Per month, in percent. */
  readonly growth: number;
};

const PROD = "111122223333";
const TEST = "444455556666";
const DEV = "777788889999";
const REGION = "eu-west-1";

type Of = Pick<SpendLine, "service" | "category" | "type" | "unit"> & {
  readonly arn: (account: string, name: string) => string;
};

const GLUE: Of = {
  service: "AWS Glue",
  category: "Analytics",
  type: "Glue Job",
  unit: "DPU-Hours",
  arn: (account, name) => `arn:aws:glue:${REGION}:${account}:job/${name}`,
};
const S3: Of = {
  service: "Amazon Simple Storage Service",
  category: "Storage",
  type: "S3 Bucket",
  unit: "GB-Months",
  arn: (_, name) => `arn:aws:s3:::${name}`,
};
const KINESIS: Of = {
  service: "Amazon Kinesis",
  category: "Analytics",
  type: "Kinesis Stream",
  unit: "Shard-Hours",
  arn: (account, name) => `arn:aws:kinesis:${REGION}:${account}:stream/${name}`,
};
const EMR: Of = {
  service: "Amazon Elastic MapReduce",
  category: "Analytics",
  type: "EMR Cluster",
  unit: "Hours",
  arn: (account, name) => `arn:aws:elasticmapreduce:${REGION}:${account}:cluster/j-${name.toUpperCase()}`,
};
const RDS: Of = {
  service: "Amazon Relational Database Service",
  category: "Databases",
  type: "RDS Instance",
  unit: "Hours",
  arn: (account, name) => `arn:aws:rds:${REGION}:${account}:db:${name}`,
};
const EC2: Of = {
  service: "Amazon Elastic Compute Cloud",
  category: "Compute",
  type: "EC2 Instance",
  unit: "Hours",
  arn: (account, name) => `arn:aws:ec2:${REGION}:${account}:instance/${name}`,
};
const REDSHIFT: Of = {
  service: "Amazon Redshift",
  category: "Databases",
  type: "Redshift Cluster",
  unit: "Hours",
  arn: (account, name) => `arn:aws:redshift:${REGION}:${account}:cluster:${name}`,
};

type Rest = {
  readonly monthly: number;
  readonly growth?: number;
  readonly account?: string;
  readonly tagged?: boolean;
};

const line = (
  workload: string,
  { arn, ...of }: Of,
  { name, monthly, growth = 0, account = PROD, tagged = true }: Rest & { name: string },
): SpendLine => ({
  workload,
  tagged,
  ...of,
  account,
  arn: arn(account, name),
  name,
  monthly,
  growth,
});

/** Who spends what in the sample company. */
export const SPEND_LINES: readonly SpendLine[] = [
  line("orders-etl", GLUE, { name: "orders-load", monthly: 5_200, growth: 2 }),
  line("orders-etl", GLUE, { name: "orders-enrich", monthly: 2_600, growth: 3, tagged: false }),
  line("orders-etl", S3, { name: "brightwater-sales-prod", monthly: 880, growth: 4 }),
  line("price-publisher", GLUE, { name: "price-publish", monthly: 240 }),
  line("payments-reconcile", GLUE, { name: "payments-match", monthly: 1_900, growth: 1 }),
  line("payments-reconcile", RDS, { name: "payments-ledger", monthly: 1_150 }),
  line("shipment-tracker", KINESIS, { name: "shipment-events", monthly: 2_750, growth: 2 }),
  line("shipment-tracker", S3, { name: "brightwater-logistics-prod", monthly: 540, growth: 3 }),
  line("shipment-tracker", EC2, { name: "i-0a1tracker0001", monthly: 1_480 }),
  line("route-planner", EMR, { name: "route-plan", monthly: 3_600, growth: -1 }),
  line("route-planner", EMR, { name: "route-plan-test", monthly: 420, account: TEST }),
  line("payroll-run", GLUE, { name: "payroll-compute", monthly: 610 }),
  line("payroll-run", S3, { name: "brightwater-people-prod", monthly: 90 }),
  line("finance-close", EMR, { name: "close-nightly", monthly: 4_300, growth: 1 }),
  line("finance-close", S3, { name: "brightwater-finance-prod", monthly: 720, growth: 2 }),
  line("finance-close", RDS, { name: "finance-postings", monthly: 980 }),
  line("click-stream", KINESIS, { name: "shop-clicks", monthly: 4_900, growth: 5 }),
  line("click-stream", S3, { name: "brightwater-web-prod", monthly: 1_700, growth: 6 }),
  line("click-stream", GLUE, { name: "sessionize", monthly: 900, growth: 2 }),
  line("feature-store", GLUE, { name: "features-build", monthly: 2_100, growth: 3 }),
  line("feature-store", S3, { name: "brightwater-science-prod", monthly: 650, growth: 4 }),
  line("feature-store", GLUE, { name: "features-dev", monthly: 310, account: DEV }),
  line("model-training", EMR, { name: "train-forecast", monthly: 5_400, growth: 4, tagged: false }),
  line("model-training", EC2, { name: "i-0b2training0002", monthly: 1_350, growth: 2 }),
  line("", REDSHIFT, { name: "shared-warehouse", monthly: 6_800, growth: 1, tagged: false }),
  line("", EC2, { name: "i-0c3forgotten0003", monthly: 410, tagged: false }),
  line("", RDS, { name: "finance-close-replica", monthly: 690, tagged: false }),
  line("", S3, { name: "brightwater-scratch", monthly: 180, growth: 8, tagged: false, account: DEV }),
];
