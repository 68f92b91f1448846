import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FIX_UPS } from "#infra/emulator/fix-up.ts";
import { INDEXES } from "#shared/storage/table.ts";
import { indexKeys, TABLE_KEYS } from "#shared/storage/table-attributes.ts";
import { listOf, ofType, resourcesOf, stacks } from "#test/infra/aws/stacks.ts";

const built = stacks();
const { hub } = built;

const RETENTION = { logs: 30, audit: 400, reports: 500, bills: 60 };
/** With another number of days for each thing that is kept. */
const asked = stacks(true, { retention: RETENTION }).hub;

const byWords = (left: unknown, right: unknown): number => JSON.stringify(left).localeCompare(JSON.stringify(right));

/** Types that the emulator refuses before anything is created: they belong into stacks of their own. */
const NOT_IN_THE_CORE =
  /^AWS::(Events::(Archive|EventBusPolicy)|Budgets|CE|CUR|BCMDataExports|CloudTrail|CloudWatch::CompositeAlarm|Logs::QueryDefinition|IAM::(OIDCProvider|RolePolicy|ServiceLinkedRole)|CloudFormation::StackSet|SSO|Organizations|WAFv2::WebACLAssociation|ApplicationAutoScaling|Config::ConfigRule|ResourceGroups)/;

describe("what is kept, and how", () => {
  test("the table is on demand, restorable, protected, under its own key, and outlives its stack", () => {
    const [table = expect.unreachable("no table")] = ofType(hub, "AWS::DynamoDB::Table");
    expect(table.DeletionPolicy).toBe("Retain");
    expect(table.Properties).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
      KeySchema: [
        { AttributeName: TABLE_KEYS.partition, KeyType: "HASH" },
        { AttributeName: TABLE_KEYS.sort, KeyType: "RANGE" },
      ],
    });
    // The one list that both adapters read.
    expect(table.Properties["GlobalSecondaryIndexes"]).toEqual(
      INDEXES.map((IndexName) => ({
        IndexName,
        KeySchema: [
          { AttributeName: indexKeys(IndexName).partition, KeyType: "HASH" },
          { AttributeName: indexKeys(IndexName).sort, KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      })),
    );
  });

  test("every bucket is for TLS only, closed to the public, and kept; reports and the audit log are locked", () => {
    const buckets = ofType(hub, "AWS::S3::Bucket");
    for (const bucket of buckets) {
      expect(bucket.DeletionPolicy).toBe("Retain");
      expect(Object.values(bucket.Properties["PublicAccessBlockConfiguration"] as object)).toEqual([
        true,
        true,
        true,
        true,
      ]);
    }
    expect(buckets.filter(({ Properties }) => Properties["ObjectLockEnabled"] === true)).toHaveLength(2);
    const policies = JSON.stringify(ofType(hub, "AWS::S3::BucketPolicy"));
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(buckets.length);
  });

  test("reports and the audit log are held for their days by Object Lock, which nobody can shorten, in versions", () => {
    const locks = ofType(asked, "AWS::S3::Bucket").flatMap(
      ({ Properties }) => Properties["ObjectLockConfiguration"] ?? [],
    );
    const lockOf = (Days: number) => ({
      ObjectLockEnabled: "Enabled",
      Rule: { DefaultRetention: { Days, Mode: "COMPLIANCE" } },
    });
    expect(locks).toEqual([lockOf(RETENTION.reports), lockOf(RETENTION.audit)]);
    const versioned = ofType(asked, "AWS::S3::Bucket").map(({ Properties }) => Properties["VersioningConfiguration"]);
    // Bills, reports and the audit log; who read them is only ever added.
    expect(versioned.filter((each) => each !== undefined)).toEqual(
      Array.from({ length: 3 }, () => ({ Status: "Enabled" })),
    );
  });

  test("bills go after their days, old versions too; half uploads go from every bucket; who read is logged", () => {
    const buckets = ofType(asked, "AWS::S3::Bucket").map(({ Properties }) => Properties);
    const rulesOf = ({ LifecycleConfiguration }: (typeof buckets)[number]) =>
      (LifecycleConfiguration as { readonly Rules: readonly object[] }).Rules;
    for (const bucket of buckets) {
      expect(rulesOf(bucket)).toContainEqual(
        expect.objectContaining({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: "Enabled" }),
      );
    }
    const days = RETENTION.bills;
    expect(buckets.flatMap(rulesOf)).toContainEqual({
      ExpirationInDays: days,
      NoncurrentVersionExpiration: { NoncurrentDays: days },
      Status: "Enabled",
    });
    const logging = buckets.flatMap(({ LoggingConfiguration }) => LoggingConfiguration ?? []);
    expect(logging).toHaveLength(buckets.length - 1);
  });

  test("no statement opens a bucket, a queue, a topic or the bus to everybody", () => {
    const policies = ["AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"].flatMap((type) =>
      ofType(hub, type).flatMap(
        ({ Properties }) =>
          (Properties["PolicyDocument"] as { readonly Statement: readonly { Effect: string; Principal: object }[] })
            .Statement,
      ),
    );
    const open = policies.filter(({ Effect, Principal }) => Effect === "Allow" && !("Service" in Principal));
    expect(policies.length).toBeGreaterThan(40);
    expect(open).toEqual([]);
  });

  test("every alarm says what is wrong, goes to the topic, and has a runbook that exists", () => {
    const alarms = [hub, built.alarms].flatMap((template) =>
      ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"].flatMap((type) =>
        ofType(template, type).map(({ Properties }) => Properties),
      ),
    );
    expect(alarms.length).toBeGreaterThan(20);
    for (const alarm of alarms) {
      const runbook = /Runbook: (docs\/runbooks\/[a-z-]+\.md)$/.exec(String(alarm["AlarmDescription"]))?.[1] ?? "";
      expect(existsSync(runbook), String(alarm["AlarmName"])).toBe(true);
      expect(alarm["AlarmName"]).toContain(`tollgate-${runbook.split("/").at(-1)?.replace(".md", "")}`);
      expect(listOf(alarm["AlarmActions"])).toHaveLength(1);
    }
  });

  test("every queue but those of dead letters has one, after six tries, and each has its alarm", () => {
    const queues = Object.entries(resourcesOf(hub)).filter(([, { Type }]) => Type === "AWS::SQS::Queue");
    const [dead, read] = [true, false].map((is) =>
      queues.filter(([, { Properties }]) => /-dead$/.test(String(Properties["QueueName"])) === is),
    );
    const redrive = (read ?? []).map(([, { Properties }]) => Properties["RedrivePolicy"]);
    expect(redrive.toSorted(byWords)).toEqual(
      (dead ?? [])
        .map(([id]) => ({ deadLetterTargetArn: { "Fn::GetAtt": [id, "Arn"] }, maxReceiveCount: 6 }))
        .toSorted(byWords),
    );
    const watched = (metric: string) =>
      ofType(hub, "AWS::CloudWatch::Alarm").flatMap(({ Properties }) =>
        Properties["MetricName"] === metric
          ? (Properties["Dimensions"] as readonly { Value: { "Fn::GetAtt": readonly string[] } }[])
          : [],
      );
    const idsOf = (metric: string) => watched(metric).map(({ Value }) => Value["Fn::GetAtt"][0] ?? "");
    const ids = (of: typeof queues | undefined) => (of ?? []).map(([id]) => id).toSorted();
    expect(idsOf("ApproximateNumberOfMessagesVisible").toSorted()).toEqual(ids(dead));
    expect(idsOf("ApproximateAgeOfOldestMessage").toSorted()).toEqual(ids(read));
    expect(ids(dead).length).toBeGreaterThan(10);
  });

  test("the core deploys where the services of stacks of their own are absent", () => {
    for (const template of [built.hub, built.member]) {
      const types = new Set(Object.values(template.toJSON()["Resources"] as object).map((each) => String(each.Type)));
      expect([...types].filter((type) => NOT_IN_THE_CORE.test(type))).toEqual([]);
    }
  });

  test.each(FIX_UPS)(
    "what the emulator drops of $type $property stands in the template",
    ({ stack, type, property }) => {
      const having = ofType(built[stack], type).filter(({ Properties }) => Properties[property] !== undefined);
      expect(having.length).toBeGreaterThan(0);
    },
  );
});
