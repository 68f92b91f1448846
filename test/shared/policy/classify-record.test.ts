import { describe, expect, test } from "vitest";

import { call, outcome, session } from "#test/shared/policy/recorded.ts";

describe("what a record is", () => {
  test.each([
    {
      because: "a rejected create made nothing (rejected create enforced)",
      more: { errorCode: "AccessDenied" },
      is: "ignored rejected",
    },
    { because: "an empty error code is still one", more: { errorCode: "" }, is: "ignored rejected" },
    { because: "a read changes nothing", more: { readOnly: true }, is: "ignored read-only" },
    {
      because: "CreateCluster is of six services",
      more: call("eks CreateCluster", { name: "a" }),
      is: "ignored other-service",
    },
    { because: "nobody watches it", more: call("s3 PutObject", { bucketName: "a" }), is: "ignored not-watched" },
    {
      because: "Athena's is CreateWorkGroup, so this spelling is Redshift's",
      more: call("athena CreateWorkgroup", { name: "a" }),
      is: "ignored other-service",
    },
    {
      because: "our own write must not start another (c7n-3238)",
      more: { userIdentity: session("tollgate-enforce-A-12") },
      is: "ignored own-write",
    },
    {
      because: "a user of such a name is no session of ours",
      more: {
        userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/tollgate-x", userName: "tollgate-x" },
      },
      is: "judged",
    },
    {
      because: "a session that only mentions us is not ours",
      more: { userIdentity: session("my-tollgate-x") },
      is: "judged",
    },
    {
      because: "the id is only in the request, and it is not there",
      more: { requestParameters: {} },
      is: "unreadable no-id",
    },
    { because: "CloudTrail left the parameters out", more: { requestParameters: null }, is: "unreadable no-id" },
    {
      because: "an id that is no text is no id",
      more: { requestParameters: { bucketName: 7 } },
      is: "unreadable no-id",
    },
    {
      because: "a control character is in no name",
      more: { requestParameters: { bucketName: "a\u0007" } },
      is: "unreadable no-id",
    },
    {
      because: "longer than any name",
      more: { requestParameters: { bucketName: "a".repeat(513) } },
      is: "unreadable no-id",
    },
    { because: "no account at all", more: { recipientAccountId: null, userIdentity: {} }, is: "unreadable no-account" },
    { because: "an account of four digits", more: { recipientAccountId: "0000" }, is: "unreadable no-account" },
    { because: "no region", more: { awsRegion: null }, is: "unreadable no-region" },
    { because: "a region that is none", more: { awsRegion: "eu-west-1:*" }, is: "unreadable no-region" },
    {
      because: "the ARN of a secret ends in what AWS made up",
      more: call("secretsmanager CreateSecret", { name: "db" }),
      is: "unreadable no-arn",
    },
    {
      because: "tags of a VPC are nobody's here",
      more: call("ec2 CreateTags", { resourcesSet: { items: [{ resourceId: "vpc-1a" }] } }),
      is: "ignored other-type",
    },
    {
      because: "a path that JavaScript itself would answer",
      more: { requestParameters: { toString: "x" } },
      is: "unreadable no-id",
    },
  ])("is $is: $because", ({ more, is }) => {
    const found = outcome(more);
    expect("reason" in found ? `${found.kind} ${found.reason}` : found.kind).toBe(is);
  });
});
