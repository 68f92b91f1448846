import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FIX_UPS } from "#infra/emulator/fix-up.ts";
import { INDEXES } from "#shared/storage/table.ts";
import { listOf, ofType, stacks } from "#test/infra/aws/stacks.ts";

const built = stacks();
const { hub } = built;

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
    });
    const indexes = table.Properties["GlobalSecondaryIndexes"] as readonly { IndexName: string }[];
    expect(indexes.map(({ IndexName }) => IndexName)).toEqual([...INDEXES]);
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

  test("every dead-letter queue has an alarm", () => {
    const dead = ofType(hub, "AWS::SQS::Queue").filter(({ Properties }) =>
      /-dead$/.test(String(Properties["QueueName"])),
    );
    const names = ofType(hub, "AWS::CloudWatch::Alarm").map(({ Properties }) => String(Properties["AlarmName"]));
    expect(names.filter((name) => name.startsWith("tollgate-dead-letters-"))).toHaveLength(dead.length);
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
