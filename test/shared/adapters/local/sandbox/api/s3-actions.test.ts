import { expect, test } from "vitest";
import { personId } from "#shared/kernel/ids.ts";
import type { Json, JsonObject } from "#shared/kernel/json.ts";
import { ACCOUNT, DANA, DANAS_ROLE, LATER, OTHER_ACCOUNT, readPrefix, testSandbox } from "#test/support/sandbox.ts";

const builder = { person: personId("eve") };
const administrator = { ...builder, as: "administrator" } as const;

function withBucket(tags: Readonly<Record<string, string>> = {}) {
  const under = testSandbox();
  under.sandbox.plant.resource({ type: "s3.bucket", account: ACCOUNT, id: "orders", tags });
  const call = (action: string, input: Readonly<Record<string, Json>> = {}) =>
    under.sandbox.perform(administrator, `s3:${action}`, { bucket: "orders", ...input });
  return { ...under, call };
}

const shut: JsonObject = {
  Version: "2012-10-17",
  Statement: [
    { Sid: "Shut", Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: "arn:aws:s3:::orders/*" },
  ],
};

test("a bucket policy is put, has its say, and is taken away again", () => {
  const { sandbox, call } = withBucket();
  const put = () => sandbox.perform(builder, "s3:PutObject", { bucket: "orders", key: "x", body: "x" }).kind;
  expect(put()).toBe("done");
  expect(call("PutBucketPolicy", { policy: shut })).toMatchObject({
    kind: "done",
    record: { requestParameters: { bucketName: "orders", bucketPolicy: shut } },
  });
  expect(put()).toBe("refused");
  expect(call("DeleteBucketPolicy")).toMatchObject({ kind: "done" });
  expect(put()).toBe("done");
});

test("all tags are deleted at once, but not those of AWS", () => {
  const own = withBucket({ team: "orders" });
  expect(own.call("DeleteBucketTagging")).toMatchObject({ kind: "done" });
  expect(own.sandbox.list()).toMatchObject([{ tags: {} }]);
  const system = withBucket({ "aws:createdBy": "x" });
  expect(system.call("DeleteBucketTagging")).toMatchObject({ kind: "refused", code: "InvalidTag" });
});

test.each([
  {
    because: "51 tags",
    tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ""])),
    code: "BadRequest",
  },
  { because: "a long value", tags: { a: "x".repeat(257) }, code: "InvalidTag" },
  { because: "a long key", tags: { ["x".repeat(129)]: "a" }, code: "InvalidTag" },
  { because: "an empty key", tags: { "": "a" }, code: "InvalidTag" },
])("PutBucketTagging refuses $because as $code", ({ tags, code }) => {
  expect(withBucket().call("PutBucketTagging", { tags })).toMatchObject({ kind: "refused", code });
});

test("a lifecycle configuration is recorded as CloudTrail spells it", () => {
  const { call, sandbox } = withBucket();
  const rules = [
    { id: "a", status: "Enabled", prefix: "tmp/", expirationDays: 30 },
    { id: "b", status: "Disabled", noncurrentDays: 90, abortMultipartDays: 7 },
    { id: "c", status: "Enabled", tags: { a: "b" }, expirationDate: "2027-01-01T00:00:00Z" },
    {
      id: "d",
      status: "Enabled",
      prefix: "raw/",
      tags: { a: "b" },
      sizeGreaterThan: 100,
      noncurrentDays: 30,
      newerNoncurrentVersions: 5,
      transitionDays: 10,
      transitionClass: "GLACIER",
    },
  ];
  expect(call("PutBucketLifecycleConfiguration", { rules })).toMatchObject({
    record: {
      eventName: "PutBucketLifecycle",
      requestParameters: {
        LifecycleConfiguration: {
          Rule: [
            { ID: "a", Status: "Enabled", Prefix: "tmp/", Expiration: { Days: 30 } },
            {
              ID: "b",
              Status: "Disabled",
              NoncurrentVersionExpiration: { NoncurrentDays: 90 },
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
            },
            {
              ID: "c",
              Status: "Enabled",
              Filter: { Tag: { Key: "a", Value: "b" } },
              Expiration: { Date: "2027-01-01T00:00:00Z" },
            },
            {
              ID: "d",
              Status: "Enabled",
              Filter: { And: { Prefix: "raw/", Tag: [{ Key: "a", Value: "b" }], ObjectSizeGreaterThan: 100 } },
              NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 5 },
              Transition: { Days: 10, StorageClass: "GLACIER" },
            },
          ],
        },
      },
    },
  });
  expect(call("DeleteBucketLifecycle")).toMatchObject({ kind: "done" });
  expect(sandbox.list()).toMatchObject([{ attributes: { lifecycle: [] } }]);
});

test.each([
  { because: "no id", rules: [{ status: "Enabled", expirationDays: 1 }] },
  { because: "an id twice", rules: ["a", "a"].map((id) => ({ id, status: "Enabled", expirationDays: 1 })) },
  { because: "an unknown member", rules: [{ id: "a", status: "Enabled", days: 1 }] },
  { because: "an unknown status", rules: [{ id: "a", status: "On", expirationDays: 1 }] },
  { because: "nothing to do", rules: [{ id: "a", status: "Enabled" }] },
  { because: "a prefix that is no text", rules: [{ id: "a", status: "Enabled", prefix: 1, expirationDays: 1 }] },
  {
    because: "days and a date",
    rules: [{ id: "a", status: "Enabled", expirationDays: 1, expirationDate: "2027-01-01T00:00:00Z" }],
  },
  { because: "a date at noon", rules: [{ id: "a", status: "Enabled", expirationDate: "2027-01-01T12:00:00Z" }] },
  { because: "uploads by tag", rules: [{ id: "a", status: "Enabled", tags: { a: "b" }, abortMultipartDays: 1 }] },
  { because: "tags that are no texts", rules: [{ id: "a", status: "Enabled", tags: { a: 1 }, expirationDays: 1 }] },
  { because: "no age beside versions", rules: [{ id: "a", status: "Enabled", newerNoncurrentVersions: 2 }] },
  { because: "a move to nowhere", rules: [{ id: "a", status: "Enabled", transitionDays: 2 }] },
  { because: "half a day", rules: [{ id: "a", status: "Enabled", expirationDays: 0.5 }] },
])("a lifecycle configuration with $because is refused whole", ({ rules }) => {
  const { call, sandbox } = withBucket();
  expect(call("PutBucketLifecycleConfiguration", { rules })).toMatchObject({ kind: "refused", code: "InvalidRequest" });
  expect(sandbox.list()).toMatchObject([{ attributes: { lifecycle: [] } }]);
});

test("an empty name is no name", () => {
  expect(withBucket().call("PutBucketTagging", { bucket: "", tags: {} })).toMatchObject({ kind: "wrong-input" });
});

test("tagging is asked of IAM for the resource it names", () => {
  const { sandbox } = testSandbox();
  const ids = ["orders-1", "orders-2"];
  for (const id of ids) sandbox.plant.resource({ type: "kinesis.stream", account: ACCOUNT, id });
  const document: JsonObject = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: "kinesis:*Tags*", Resource: `arn:aws:kinesis:*:${ACCOUNT}:stream/orders-1` }],
  };
  const role = "AWSReservedSSO_Builder_5a6ec0de5a6ec0de";
  expect(sandbox.perform(administrator, "iam:PutRolePolicy", { role, policy: "guard", document })).toMatchObject({
    kind: "done",
  });
  const tagged = ids.map(
    (stream) => sandbox.perform(builder, "kinesis:AddTagsToStream", { stream, tags: { a: "1" } }).kind,
  );
  expect(tagged).toEqual(["refused", "done"]);
  const untagged = ids.map(
    (stream) => sandbox.perform(builder, "kinesis:RemoveTagsFromStream", { stream, keys: ["a"] }).kind,
  );
  expect(untagged).toEqual(["refused", "done"]);
});

test("a person with roles in two accounts is tried with that of the resource's account, unless another is named", async () => {
  const { sandbox } = testSandbox();
  sandbox.plant.account({ account: OTHER_ACCOUNT, name: "partner", region: "eu-central-1" });
  sandbox.plant.resource({ type: "s3.bucket", account: OTHER_ACCOUNT, id: "partner" });
  const there = { ...DANAS_ROLE, account: OTHER_ACCOUNT };
  for (const role of [DANAS_ROLE, there]) await sandbox.grants.ensureRole(role, LATER);
  const document = readPrefix("partner/", "2026-11-23T02:00:00Z", "2026-11-23T08:00:00Z");
  await sandbox.grants.putPolicy({ role: there, name: "tollgate-g1-1", document }, LATER);
  const tried = (account?: typeof ACCOUNT) =>
    sandbox.try(
      { person: DANA, ...(account === undefined ? {} : { account }) },
      "s3:GetObject",
      "arn:aws:s3:::partner/x",
    ).allowed;
  expect([tried(), tried(OTHER_ACCOUNT), tried(ACCOUNT)]).toEqual([true, true, false]);
});
