import { describe, expect, test } from "vitest";
import type { Faults } from "#shared/adapters/local/sandbox/faults.ts";
import { personId, arn as toArn } from "#shared/kernel/ids.ts";
import { minutes } from "#shared/kernel/time.ts";
import type { ResourceRef } from "#shared/policy/cloud.ts";
import { ACCOUNT, testSandbox } from "#test/support/sandbox.ts";

const region = "eu-central-1";
const refOf = (type: string, arn: string): ResourceRef => ({ type, arn: toArn(arn), account: ACCOUNT, region });
const BUCKET = refOf("s3.bucket", "arn:aws:s3:::orders-1");
const STREAM = refOf("kinesis.stream", `arn:aws:kinesis:${region}:${ACCOUNT}:stream/orders-1`);
const team = [{ set: "tag", key: "team", value: "orders" }] as const;

function planted(
  type: string,
  more: { tags?: Record<string, string>; settings?: Record<string, boolean> } = {},
  faults?: Faults,
) {
  const under = testSandbox(faults === undefined ? {} : { faults });
  under.sandbox.plant.resource({ type, account: ACCOUNT, id: "orders-1", ...more });
  return { ...under, cloud: under.sandbox.resources };
}

test("a failure inside an HTTP 200 is a refusal, and nothing was written", async () => {
  const inside: Faults = ({ operation }) =>
    operation === "tag:TagResources" ? { kind: "fails-inside", code: "InternalServiceException" } : undefined;
  const { cloud } = planted("kinesis.stream", {}, inside);
  expect(await cloud.write(STREAM, team)).toMatchObject({ kind: "refused", code: "InternalServiceException" });
  expect(await cloud.read(STREAM)).toMatchObject({ state: { tags: {} } });
});

test("a write that is accepted in vain says nothing of it, and the resource stays as it was", async () => {
  const inVain: Faults = ({ operation }) =>
    operation === "tag:TagResources" ? { kind: "accepted-in-vain" } : undefined;
  const { cloud } = planted("kinesis.stream", {}, inVain);
  expect(await cloud.write(STREAM, team)).toMatchObject({ kind: "accepted" });
  expect(await cloud.read(STREAM)).toMatchObject({ state: { tags: {} } });
});

test("a bucket with ABAC on refuses PutBucketTagging, and is tagged by the other call", async () => {
  const { cloud, sandbox, records } = planted("s3.bucket", { tags: { old: "1" }, settings: { abac: true } });
  const put = sandbox.perform({ person: personId("eve") }, "s3:PutBucketTagging", { bucket: "orders-1", tags: {} });
  expect(put).toMatchObject({ kind: "refused", code: "MethodNotAllowed" });
  expect(await cloud.write(BUCKET, [...team, { set: "tag", key: "old", value: undefined }])).toMatchObject({
    kind: "accepted",
  });
  expect(await cloud.read(BUCKET)).toMatchObject({ state: { tags: { team: "orders" } } });
  expect(records.slice(-2).map((record) => record["eventName"])).toEqual(["UntagResource", "TagResource"]);
});

test("PutBucketTagging by hand loses what it does not send, and may not lose AWS's own", () => {
  const { sandbox } = planted("s3.bucket", { tags: { "aws:createdBy": "x", old: "1" } });
  const put = (tags: Record<string, string>) =>
    sandbox.perform({ person: personId("eve") }, "s3:PutBucketTagging", { bucket: "orders-1", tags });
  expect(put({ team: "orders" })).toMatchObject({ kind: "refused", code: "InvalidTag" });
  expect(put({ "aws:createdBy": "y" })).toMatchObject({ kind: "refused", code: "InvalidTag" });
  expect(put({ "aws:createdBy": "x", "aws:more": "y" })).toMatchObject({ kind: "refused", code: "InvalidTag" });
  expect(put({ "aws:createdBy": "x", team: "orders" })).toMatchObject({ kind: "done" });
  expect(sandbox.list()[0]?.tags).toEqual({ "aws:createdBy": "x", team: "orders" });
});

test("merging with a stale read loses another's tag: why the write is read back", async () => {
  let stale = false;
  const { cloud, sandbox } = planted("s3.bucket", {}, ({ operation }) =>
    stale && operation === "s3.bucket:Describe" ? { kind: "stale", by: minutes(1) } : undefined,
  );
  sandbox.perform({ person: personId("eve") }, "s3:PutBucketTagging", { bucket: "orders-1", tags: { theirs: "1" } });
  stale = true;
  await cloud.write(BUCKET, team);
  stale = false;
  expect(await cloud.read(BUCKET)).toMatchObject({ state: { tags: { team: "orders" } } });
});

describe("a resource just made", () => {
  const young = () => {
    const under = testSandbox({ readyAfter: { "rds.instance": minutes(5) } });
    const made = under.sandbox.perform({ person: personId("eve") }, "rds:CreateDBInstance", { instance: "orders" });
    expect(made).toMatchObject({ kind: "done" });
    return { ...under, ref: refOf("rds.instance", `arn:aws:rds:${region}:${ACCOUNT}:db:orders`) };
  };

  test("is listed, not described yet, and takes no tags until it is (c7n-1415)", async () => {
    const { sandbox, clock, ref } = young();
    expect(await sandbox.resources.list({ account: ACCOUNT, region, type: "rds.instance" })).toMatchObject({
      refs: [ref],
    });
    expect(await sandbox.resources.read(ref)).toEqual({ kind: "not-ready" });
    expect(await sandbox.resources.write(ref, team)).toMatchObject({
      kind: "refused",
      code: "ResourceNotReadyException",
      forGood: false,
    });
    clock.set("2026-11-23T03:05:00Z");
    expect(await sandbox.resources.read(ref)).toMatchObject({ kind: "read", state: { createdAt: 1_795_402_800_000 } });
    expect(await sandbox.resources.write(ref, team)).toMatchObject({ kind: "accepted" });
  });

  test("does not say who made it, as AWS does not: that stands in the account's trail", async () => {
    const { sandbox, clock, ref } = young();
    clock.set("2026-11-23T03:05:00Z");
    const read = await sandbox.resources.read(ref);
    expect(read.kind === "read" && read.state.creator).toBeUndefined();
  });
});

describe("what is read of a resource", () => {
  test.each([
    { tags: { "aws:cloudformation:stack-name": "orders" }, managedBy: { tool: "cloudformation", name: "orders" } },
    { tags: { ManagedBy: "Terraform", "terraform:workspace": "prod" }, managedBy: { tool: "terraform", name: "prod" } },
    { tags: { "managed-by": "terraform" }, managedBy: { tool: "terraform", name: "default" } },
    { tags: { ManagedBy: "hand" }, managedBy: undefined },
  ])("tags $tags say who manages it", async ({ tags, managedBy }) => {
    const { cloud } = planted("kinesis.stream", { tags });
    const read = await cloud.read(STREAM);
    expect(read.kind === "read" && read.state.managedBy).toEqual(managedBy);
  });

  test("a part of a day counts as no day", async () => {
    const { cloud, sandbox } = planted("kinesis.stream");
    sandbox.perform({ person: personId("eve") }, "kinesis:IncreaseStreamRetentionPeriod", {
      stream: "orders-1",
      hours: 47,
    });
    expect(await cloud.read(STREAM)).toMatchObject({ state: { retention: { "kinesis.retention": 1 } } });
  });

  test("of several lifecycle rules for the whole bucket the earliest counts; those of a prefix do not", async () => {
    const { cloud, sandbox } = planted("s3.bucket");
    const rules = [
      { id: "a", status: "Enabled", expirationDays: 400 },
      { id: "b", status: "Enabled", prefix: "", expirationDays: 365 },
      { id: "c", status: "Enabled", prefix: "tmp/", expirationDays: 1 },
      { id: "d", status: "Disabled", expirationDays: 2 },
    ];
    const put = sandbox.perform({ person: personId("eve") }, "s3:PutBucketLifecycleConfiguration", {
      bucket: "orders-1",
      rules,
    });
    expect(put).toMatchObject({ kind: "done", record: { eventName: "PutBucketLifecycle" } });
    expect(await cloud.read(BUCKET)).toMatchObject({
      state: { retention: { "s3.lifecycle.expiration": 365 }, attributes: { lifecycle: rules } },
    });
    await cloud.write(BUCKET, [{ set: "retention", control: "s3.lifecycle.expiration", days: 500 }]);
    expect(await cloud.read(BUCKET)).toMatchObject({
      state: {
        retention: { "s3.lifecycle.expiration": 500 },
        attributes: {
          lifecycle: [{ id: "a", expirationDays: 500 }, { id: "b", expirationDays: 500 }, rules[2], rules[3]],
        },
      },
    });
  });

  test("an instance names its cluster as parent, a snapshot its volume", async () => {
    const { sandbox } = testSandbox();
    const eve = { person: personId("eve") };
    sandbox.perform(eve, "rds:CreateDBInstance", { instance: "orders-1", cluster: "orders" });
    sandbox.perform(eve, "ec2:CreateSnapshot", { volume: "vol-1" });
    expect(sandbox.list().map(({ parent }) => parent)).toEqual([
      `arn:aws:ec2:${region}:${ACCOUNT}:volume/vol-1`,
      `arn:aws:rds:${region}:${ACCOUNT}:cluster:orders`,
    ]);
  });

  test("a throttled read is unreadable, a throttled list is no empty list", async () => {
    const { cloud } = planted("kinesis.stream", {}, () => ({ kind: "throttled" }));
    expect(await cloud.read(STREAM)).toMatchObject({ kind: "unreadable", code: "ThrottlingException" });
    expect(await cloud.list({ account: ACCOUNT, region, type: "kinesis.stream" })).toMatchObject({
      kind: "unreadable",
    });
    expect(await cloud.write(STREAM, team)).toMatchObject({ kind: "refused", forGood: false });
  });

  test("a write that timed out after acting is unknown, and a read shows it", async () => {
    const { cloud } = planted("kinesis.stream", {}, ({ operation }) =>
      operation === "tag:TagResources" ? { kind: "times-out-after" } : undefined,
    );
    expect(await cloud.write(STREAM, team)).toMatchObject({ kind: "unknown" });
    expect(await cloud.read(STREAM)).toMatchObject({ state: { tags: { team: "orders" } } });
  });
});
