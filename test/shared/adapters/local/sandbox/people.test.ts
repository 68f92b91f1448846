import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { API_ACTIONS } from "#shared/adapters/local/sandbox/api/actions.ts";
import { sqliteSandboxStore } from "#shared/adapters/local/sandbox/store.ts";
import { SANDBOX_TYPES } from "#shared/adapters/local/sandbox/types/table.ts";
import { openStateFile } from "#shared/adapters/local/sqlite-file.ts";
import { readCloudRecord } from "#shared/contracts/events/cloudtrail.ts";
import { personId } from "#shared/kernel/ids.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";
import { classifyRecord, type RecordOutcome } from "#shared/policy/classify-record.ts";
import {
  ACCOUNT,
  at,
  DANA,
  DANAS_ROLE,
  LATER,
  readPrefix,
  type TestSandbox,
  testSandbox,
} from "#test/support/sandbox.ts";

const eve = { person: personId("eve") };
const TAGS = { team: "orders", env: "prod" };

/** What each type's create call needs besides tags. */
const NAMED: Readonly<Record<string, JsonObject>> = {
  "s3.bucket": { bucket: "orders-1" },
  "logs.log-group": { logGroup: "/app/orders" },
  "kinesis.stream": { stream: "orders-1" },
  "sqs.queue": { queue: "orders-1" },
  "dynamodb.table": { table: "orders-1" },
  "rds.instance": { instance: "orders-1" },
  "rds.cluster": { cluster: "orders-1" },
  "glue.database": { database: "orders" },
  "glue.job": { job: "orders-1" },
  "glue.crawler": { crawler: "orders-1" },
  "glue.trigger": { trigger: "orders-1" },
  "emr.cluster": { name: "orders-1" },
  "athena.workgroup": { workgroup: "orders-1" },
  "redshift.cluster": { cluster: "orders-1" },
  "ec2.instance": {},
  "ec2.volume": {},
  "ec2.snapshot": { volume: "vol-0123456789abcdef0" },
  "lambda.function": { function: "orders-1" },
  "ecr.repository": { repository: "orders-1" },
};

const types = [...SANDBOX_TYPES.values()];

/** What Tollgate makes of a record, parsed as it would come from EventBridge. */
function classified(record: JsonObject | undefined): RecordOutcome {
  const parsed = readCloudRecord(JSON.parse(JSON.stringify({ detail: record })));
  if (parsed.kind !== "record") throw new Error(`unreadable: ${JSON.stringify(record)}`);
  return classifyRecord(parsed.record);
}

const done = (under: TestSandbox, action: string, input: JsonObject) => {
  const outcome = under.sandbox.perform(eve, action, input);
  if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
  return outcome;
};

describe.each(types)("$key", (type) => {
  const create = (under: TestSandbox, tags: JsonObject = TAGS) =>
    done(under, `${type.service}:${type.create.action}`, { ...NAMED[type.key], tags });

  test("made by a person, is what its record is understood to name, tags and all", () => {
    const under = testSandbox();
    const { record } = create(under);
    const [resource] = under.sandbox.list();
    expect(resource).toMatchObject({ type: type.key, tags: TAGS });
    const outcome = classified(record);
    expect(outcome).toMatchObject({
      kind: "judged",
      resources: [
        {
          does: "create",
          creator: { kind: "session", session: "eve" },
          resource: { arn: resource?.arn, type: type.key },
        },
      ],
    });
    // ECR's own create record has the tags too, all others have them where the table says.
    const recorded = outcome.kind === "judged" && outcome.resources[0]?.resource.tags;
    expect(recorded ?? TAGS).toEqual(TAGS);
  });

  test("is made once: the same name again is refused, recorded as rejected, and changes nothing", () => {
    if (type.idPrefix !== undefined) return;
    const under = testSandbox();
    create(under);
    const again = under.sandbox.perform(eve, `${type.service}:${type.create.action}`, { ...NAMED[type.key], tags: {} });
    expect(again).toMatchObject({
      kind: "refused",
      code: type.codes.taken,
      record: { errorCode: type.codes.taken, responseElements: null },
    });
    expect(under.sandbox.list()).toMatchObject([{ tags: TAGS }]);
    expect(classified(under.records.at(-1))).toEqual({ kind: "ignored", reason: "rejected" });
  });

  test("is tagged and untagged by the service's own calls, by ARN or by name, each recorded", () => {
    const under = testSandbox();
    create(under, {});
    const [resource] = under.sandbox.list();
    const { record } = done(under, `${type.service}:${type.tagging.tag}`, {
      arn: resource?.arn ?? "",
      tags: { ...TAGS, x: "1" },
    });
    done(under, `${type.service}:${type.tagging.untag}`, { [type.idField]: resource?.name ?? "", keys: ["x"] });
    expect(under.sandbox.list()).toMatchObject([{ tags: TAGS }]);
    expect(record).toMatchObject({ eventSource: type.source, readOnly: false, recipientAccountId: ACCOUNT });
    const outcome = classified(record);
    // The table watches neither s3control's TagResource nor tags of Aurora clusters: the sweep finds what they change.
    if (["s3.bucket", "rds.cluster"].includes(type.key)) expect(outcome).toMatchObject({ kind: "ignored" });
    else
      expect(outcome).toMatchObject({
        kind: "judged",
        resources: [{ does: "change", resource: { arn: resource?.arn } }],
      });
  });

  test("deleted is gone, and cannot be deleted again", () => {
    const under = testSandbox();
    create(under);
    const input = { [type.idField]: under.sandbox.list()[0]?.name ?? "" };
    done(under, `${type.service}:${type.remove.action}`, input);
    expect(under.sandbox.list()).toEqual([]);
    const again = under.sandbox.perform(eve, `${type.service}:${type.remove.action}`, input);
    expect(again).toMatchObject({ kind: "refused" });
  });

  test("cannot be made with 51 tags, with an aws: tag, or with a value of 257 characters", () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, "x"]));
    for (const tags of [many, { "aws:x": "y" }, { x: "y".repeat(257) }]) {
      const under = testSandbox();
      const outcome = under.sandbox.perform(eve, `${type.service}:${type.create.action}`, { ...NAMED[type.key], tags });
      expect(outcome).toMatchObject({ kind: "refused" });
      expect(under.sandbox.list()).toEqual([]);
    }
  });
});

describe("retention calls and their records", () => {
  test.each([
    {
      action: "logs:PutRetentionPolicy",
      type: "logs.log-group",
      input: { retentionInDays: 400 },
      control: "logs.retention",
      days: 400,
    },
    {
      action: "kinesis:IncreaseStreamRetentionPeriod",
      type: "kinesis.stream",
      input: { hours: 168 },
      control: "kinesis.retention",
      days: 7,
    },
    {
      action: "rds:ModifyDBInstance",
      type: "rds.instance",
      input: { backupRetentionPeriod: 14 },
      control: "rds.backup",
      days: 14,
    },
    {
      action: "rds:ModifyDBCluster",
      type: "rds.cluster",
      input: { backupRetentionPeriod: 14 },
      control: "rds.backup",
      days: 14,
    },
    {
      action: "redshift:ModifyCluster",
      type: "redshift.cluster",
      input: { automatedSnapshotRetentionPeriod: 7 },
      control: "redshift.autoSnapshot",
      days: 7,
    },
    {
      action: "sqs:SetQueueAttributes",
      type: "sqs.queue",
      input: { retentionSeconds: 604_800 },
      control: "sqs.retention",
      days: 7,
    },
    {
      action: "dynamodb:UpdateContinuousBackups",
      type: "dynamodb.table",
      input: { enabled: true, recoveryPeriodInDays: 7 },
      control: "dynamodb.pitr",
      days: 7,
    },
  ])("$action shows $days days in the account and in its record", ({ action, type, input, control, days }) => {
    const under = testSandbox();
    const made = SANDBOX_TYPES.get(type);
    done(under, `${made?.service}:${made?.create.action}`, NAMED[type] ?? {});
    const { record } = done(under, action, { ...NAMED[type], ...input });
    expect(under.sandbox.list()[0]?.retention[control]).toBe(days);
    const outcome = classified(record);
    expect(outcome).toMatchObject({
      kind: "judged",
      resources: [{ does: "change", resource: { arn: under.sandbox.list()[0]?.arn } }],
    });
    // Of RDS the table reads no retention from the record; the resource is read anew anyway.
    const shown = outcome.kind === "judged" ? outcome.resources[0]?.resource.retention : {};
    expect(shown).toEqual(type.startsWith("rds.") ? {} : { [control]: days });
  });

  test.each([
    {
      action: "logs:PutRetentionPolicy",
      type: "logs.log-group",
      input: { retentionInDays: 123 },
      because: "123 is not offered",
    },
    {
      action: "kinesis:IncreaseStreamRetentionPeriod",
      type: "kinesis.stream",
      input: { hours: 8_761 },
      because: "more than a year",
    },
    {
      action: "kinesis:DecreaseStreamRetentionPeriod",
      type: "kinesis.stream",
      input: { hours: 168 },
      because: "the wrong way",
    },
    {
      action: "rds:ModifyDBInstance",
      type: "rds.instance",
      input: { backupRetentionPeriod: 36 },
      because: "at most 35",
    },
    {
      action: "rds:ModifyDBCluster",
      type: "rds.cluster",
      input: { backupRetentionPeriod: 0 },
      because: "Aurora always keeps",
    },
    {
      action: "sqs:SetQueueAttributes",
      type: "sqs.queue",
      input: { retentionSeconds: 59 },
      because: "at least a minute",
    },
    {
      action: "dynamodb:UpdateContinuousBackups",
      type: "dynamodb.table",
      input: { enabled: true, recoveryPeriodInDays: 36 },
      because: "at most 35",
    },
    { action: "s3:PutBucketLifecycleConfiguration", type: "s3.bucket", input: { rules: [] }, because: "no rules" },
    {
      action: "s3:PutBucketLifecycleConfiguration",
      type: "s3.bucket",
      input: { rules: [{ id: "a", status: "Enabled", expirationDays: 0 }] },
      because: "day 0",
    },
    { action: "s3:PutBucketPolicy", type: "s3.bucket", input: { policy: { Statement: "all" } }, because: "malformed" },
  ])("$action of $input is refused and changes nothing: $because", ({ action, type, input }) => {
    const under = testSandbox();
    const made = SANDBOX_TYPES.get(type);
    done(under, `${made?.service}:${made?.create.action}`, NAMED[type] ?? {});
    const before = under.sandbox.list();
    const outcome = under.sandbox.perform({ ...eve, as: "administrator" }, action, { ...NAMED[type], ...input });
    expect(outcome).toMatchObject({ kind: "refused" });
    expect(under.sandbox.list()).toEqual(before);
    expect(classified(under.records.at(-1))).toMatchObject({ kind: "ignored" });
  });
});

describe("a record", () => {
  test("has CloudTrail's fields", () => {
    const under = testSandbox();
    const { record } = done(under, "s3:CreateBucket", { bucket: "orders-1", tags: TAGS });
    expect(record).toEqual({
      eventVersion: "1.11",
      userIdentity: {
        type: "AssumedRole",
        principalId: "AROAAWSRESERVEDSSOBU:eve",
        arn: "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Builder_5a6ec0de5a6ec0de/eve",
        accountId: "111111111111",
        sessionContext: {
          sessionIssuer: {
            type: "Role",
            principalId: "AROAAWSRESERVEDSSOBU",
            arn: "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Builder_5a6ec0de5a6ec0de",
            accountId: "111111111111",
            userName: "AWSReservedSSO_Builder_5a6ec0de5a6ec0de",
          },
          attributes: { creationDate: "2026-11-23T03:00:00Z", mfaAuthenticated: "false" },
        },
      },
      eventTime: "2026-11-23T03:00:00Z",
      eventSource: "s3.amazonaws.com",
      eventName: "CreateBucket",
      awsRegion: "eu-central-1",
      sourceIPAddress: "203.0.113.10",
      userAgent: "aws-cli/2.31.0",
      requestParameters: {
        bucketName: "orders-1",
        Host: "orders-1.s3.eu-central-1.amazonaws.com",
        CreateBucketConfiguration: {
          xmlns: "http://s3.amazonaws.com/doc/2006-03-01/",
          LocationConstraint: "eu-central-1",
          Tags: [
            { Key: "team", Value: "orders" },
            { Key: "env", Value: "prod" },
          ],
        },
      },
      responseElements: null,
      requestID: "request-1",
      eventID: "event-2",
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: "111111111111",
      eventCategory: "Management",
    });
  });

  test("of Tollgate's own write is known as such (c7n-3238)", async () => {
    const under = testSandbox();
    const arn = under.sandbox.plant.resource({ type: "s3.bucket", account: ACCOUNT, id: "orders-1" });
    const ref = { arn, type: "s3.bucket", account: ACCOUNT, region: "eu-central-1" };
    await under.sandbox.resources.write(ref, [{ set: "tag", key: "team", value: "orders" }]);
    expect(under.records).toHaveLength(1);
    expect(classified(under.records[0])).toEqual({ kind: "ignored", reason: "own-write" });
  });

  test("of a denied call has its code and its reason, and nothing changed (rejected create enforced)", () => {
    const under = testSandbox();
    const outcome = under.sandbox.perform(eve, "iam:DeleteRole", { role: "tollgate-access" });
    expect(outcome).toMatchObject({
      kind: "refused",
      code: "AccessDenied",
      because: expect.stringMatching(/^denied: no policy/),
    });
    expect(under.records[0]).toMatchObject({
      errorCode: "AccessDenied",
      errorMessage: expect.stringMatching(/^denied/),
      responseElements: null,
    });
  });

  test("is not made by planting, nor by reading", () => {
    const under = testSandbox();
    under.sandbox.plant.resource({ type: "s3.bucket", account: ACCOUNT, id: "orders" });
    under.sandbox.perform({ ...eve, as: "administrator" }, "s3:GetObject", { bucket: "orders", key: "x" });
    expect(under.records).toEqual([]);
  });
});

describe("what cannot be done", () => {
  test.each([
    {
      action: "s3:CreateBukcet",
      input: {},
      kind: "unknown-action",
      because: /^Cannot do "s3:CreateBukcet": the sandbox has no such action; near it: s3:CreateBucket, /,
    },
    {
      action: "frobnicate",
      input: {},
      kind: "unknown-action",
      because: /has no such action; one that is there: s3:CreateBucket$/,
    },
    {
      action: "s3:CreateBucket",
      input: { bukcet: "x" },
      kind: "wrong-input",
      because:
        /^Cannot do "s3:CreateBucket": it has no input "bukcet"; it takes bucket, tags \(optional\), versioning \(optional\)/,
    },
    {
      action: "s3:CreateBucket",
      input: {},
      kind: "wrong-input",
      because: /^Cannot do "s3:CreateBucket": it needs "bucket", a text; it takes/,
    },
    {
      action: "s3:CreateBucket",
      input: { bucket: "x", tags: { a: 1 } },
      kind: "wrong-input",
      because: /: "tags" must be tags such as {"team": "orders"}, and is "{"a":1}"$/,
    },
    {
      action: "s3:CreateBucket",
      input: "x",
      kind: "wrong-input",
      because: /: its input is no JSON object; it takes bucket/,
    },
    {
      action: "s3:GetObject",
      input: { bucket: "b", key: "k" },
      kind: "no-role",
      because: /: eve has no Tollgate role in account 111111111111$/,
    },
  ])("$action with $input: $kind", ({ action, input, kind, because }) => {
    const under = testSandbox();
    expect(under.sandbox.perform(eve, action, input)).toEqual({ kind, because: expect.stringMatching(because) });
    expect(under.records).toEqual([]);
  });

  test.each([
    { action: "logs:CreateLogGroup", input: { logGroupName: "/app/orders" }, name: "/app/orders" },
    { action: "dynamodb:CreateTable", input: { TableName: "orders" }, name: "orders" },
    {
      action: "rds:CreateDBInstance",
      input: { DBInstanceIdentifier: "orders", BackupRetentionPeriod: 7 },
      name: "orders",
    },
    { action: "glue:CreateJob", input: { Name: "orders", Tags: { team: "orders" } }, name: "orders" },
    {
      action: "s3:CreateBucket",
      input: { Bucket: "orders", tags: [{ Key: "team", Value: "orders" }] },
      name: "orders",
    },
  ])("AWS's own spelling is understood: $action $input", ({ action, input, name }) => {
    const under = testSandbox();
    done(under, action, input);
    expect(under.sandbox.list()).toMatchObject([
      { name, tags: "Tags" in input || "tags" in input ? { team: "orders" } : {} },
    ]);
  });

  test.each([
    { input: { bucket: "a", Bucket: "b" }, because: 'it has "bucket" twice, the second time as "Bucket"' },
    {
      input: {
        bucket: "abc",
        tags: [
          { Key: "a", Value: "1" },
          { Key: "a", Value: "2" },
        ],
      },
      because: '"tags" must be tags such as',
    },
    { input: { bucket: "abc", tags: [{ Key: "a" }] }, because: '"tags" must be tags such as' },
  ])("what would be ambiguous is refused: $input", ({ input, because }) => {
    const { sandbox } = testSandbox();
    const outcome = sandbox.perform(eve, "s3:CreateBucket", input);
    expect(outcome).toMatchObject({ kind: "wrong-input", because: expect.stringContaining(because) });
  });

  test("an account that is not there is named with those that are", () => {
    const { sandbox } = testSandbox();
    const other = { ...eve, account: "999999999999" as typeof ACCOUNT };
    expect(sandbox.perform(other, "sqs:CreateQueue", { queue: "q" })).toEqual({
      kind: "no-account",
      because: 'Cannot do "sqs:CreateQueue": there is no account "999999999999"; there is 111111111111',
    });
  });

  test("a bucket with objects in it stays", () => {
    const under = testSandbox();
    done(under, "s3:CreateBucket", { bucket: "orders-1" });
    done(under, "s3:PutObject", { bucket: "orders-1", key: "x", body: "x" });
    expect(under.sandbox.perform(eve, "s3:DeleteBucket", { bucket: "orders-1" })).toMatchObject({
      code: "BucketNotEmpty",
    });
  });
});

test("no action with no input whatsoever throws, and a refused one changes nothing", () => {
  const under = testSandbox();
  done(under, "s3:CreateBucket", { bucket: "orders-1", tags: TAGS });
  const names = [
    "bucket",
    "tags",
    "arn",
    "arns",
    "keys",
    "role",
    "policy",
    "document",
    "rules",
    "__proto__",
    "constructor",
    "stream",
  ];
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>("orders-1", "arn:aws:s3:::orders-1", {}, ["x"]),
  );
  const input = fc.oneof(fc.dictionary(fc.constantFrom(...names), value), fc.jsonValue());
  const action = fc.oneof(fc.constantFrom(...API_ACTIONS.keys()), fc.string());
  fc.assert(
    fc.property(action, input, (name, given) => {
      const before = JSON.stringify(under.sandbox.list());
      const outcome = under.sandbox.perform(eve, name, JSON.parse(JSON.stringify(given)) as Json);
      if (outcome.kind !== "done") expect(JSON.stringify(under.sandbox.list())).toBe(before);
    }),
    { numRuns: 500 },
  );
});

test("no question whatsoever throws, and none of nobody's is answered yes", () => {
  const { sandbox } = testSandbox();
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (person, action, arn) => {
      expect(sandbox.try({ person: personId(person) }, action, arn).allowed).toBe(false);
    }),
  );
});

describe("the store", () => {
  test("a sandbox opened again is the same: roles, grants, resources, objects, credentials", async () => {
    const database = openStateFile(":memory:", { durability: "normal" });
    const first = testSandbox({ store: sqliteSandboxStore(database) });
    first.sandbox.plant.resource({ type: "s3.bucket", account: ACCOUNT, id: "orders" });
    first.sandbox.plant.object({ bucket: "orders", key: "curated/x", size: 1, body: "x" });
    await first.sandbox.grants.ensureRole(DANAS_ROLE, LATER);
    const document = readPrefix("orders/curated/", "2026-11-23T02:00:00Z", "2026-11-23T08:00:00Z");
    await first.sandbox.grants.putPolicy({ role: DANAS_ROLE, name: "tollgate-g1-1", document }, LATER);
    await first.sandbox.grants.putPolicy({ role: DANAS_ROLE, name: "tollgate-g2-1", document }, LATER);
    await first.sandbox.grants.deletePolicy(DANAS_ROLE, "tollgate-g2-1", LATER);
    const issued = await first.sandbox.grants.issueCredentials(DANAS_ROLE, {
      grant: "G-1-1",
      until: at("2026-11-23T04:00:00Z"),
    });
    if (issued.kind !== "read") throw new Error(issued.message);

    const again = testSandbox({ store: sqliteSandboxStore(database) });
    expect(again.sandbox.list()).toEqual(first.sandbox.list());
    expect(again.sandbox.accounts()).toEqual(first.sandbox.accounts());
    expect(await again.sandbox.grants.readRole(DANAS_ROLE)).toMatchObject({ value: "as-intended" });
    expect(await again.sandbox.grants.listPolicies(DANAS_ROLE, "")).toMatchObject({ value: ["tollgate-g1-1"] });
    expect(again.sandbox.try({ person: DANA }, "s3:GetObject", "arn:aws:s3:::orders/curated/x").allowed).toBe(true);
    expect(again.sandbox.tryWith(issued.value, "s3:GetObject", "arn:aws:s3:::orders/curated/x").allowed).toBe(true);
  });

  test("holds no secret and no token", async () => {
    const database = openStateFile(":memory:", { durability: "normal" });
    const { sandbox } = testSandbox({ store: sqliteSandboxStore(database) });
    await sandbox.grants.ensureRole(DANAS_ROLE, LATER);
    const issued = await sandbox.grants.issueCredentials(DANAS_ROLE, {
      grant: "G-1-1",
      until: at("2026-11-23T04:00:00Z"),
    });
    if (issued.kind !== "read") throw new Error(issued.message);
    const stored = JSON.stringify(database.prepare("SELECT id, body FROM sandbox").all());
    expect(stored).toContain(issued.value.accessKeyId);
    expect(stored).not.toContain(issued.value.secretAccessKey);
    expect(stored).not.toContain(issued.value.sessionToken);
  });

  test("a sandbox with one account is opened in less than a millisecond", () => {
    const took = Array.from({ length: 201 }, () => {
      const began = performance.now();
      testSandbox();
      return performance.now() - began;
    });
    // The median, because a busy machine stops a program for longer than that now and then.
    expect(took.toSorted((left, right) => left - right)[100]).toBeLessThan(1);
  });
});
