import { describe, expect, test } from "vitest";

import { call, type Event, IDENTITY, judged } from "#test/shared/policy/recorded.ts";

describe("what a record shows", () => {
  const shown = (more: Event) => judged(more)[0]?.resource;
  const queue = (request: Event, more: Event = {}) =>
    shown({ ...call("sqs CreateQueue", { queueName: "jobs", ...request }), ...more });

  test.each([
    { because: "a map", tags: { a: "1" }, shows: { a: "1" } },
    { because: "pairs with capitals", tags: [{ Key: "a", Value: "1" }], shows: { a: "1" } },
    { because: "pairs without", tags: [{ key: "a", value: "1" }, { key: "b" }], shows: { a: "1", b: "" } },
    { because: "nothing was asked for", tags: undefined, shows: {} },
    { because: "a value that is no text", tags: { a: 1 }, shows: undefined },
    { because: "a list of something else", tags: ["a"], shows: undefined },
    { because: "a text", tags: "a=1", shows: undefined },
  ])("tags $tags are $shows: $because", ({ tags, shows }) => {
    expect(queue(tags === undefined ? {} : { tags })?.tags).toEqual(shows);
  });

  test("no tags of a call that never shows them, of CloudFormation's, and of changes", () => {
    expect(shown(call("redshift RestoreFromClusterSnapshot", { clusterIdentifier: "a" }))).not.toHaveProperty("tags");
    const byStack = { userIdentity: { ...IDENTITY, invokedBy: "cloudformation.amazonaws.com" } };
    expect(queue({ tags: { a: "1" } }, byStack)).not.toHaveProperty("tags");
    expect(shown(call("s3 PutBucketTagging", { bucketName: "a" }))).not.toHaveProperty("tags");
  });

  test.each([
    {
      because: "what the request says, in whole days",
      request: { attribute: { MessageRetentionPeriod: "86400" } },
      days: 1,
    },
    { because: "half a day is less than a day", request: { attributes: { MessageRetentionPeriod: 129_600 } }, days: 1 },
    { because: "AWS's default where it says nothing", request: {}, days: 4 },
    {
      because: "what is no number is not known, and is not the default",
      request: { attribute: { MessageRetentionPeriod: "soon" } },
      days: undefined,
    },
  ])("retention of $days days: $because", ({ request, days }) => {
    expect(queue(request)?.retention).toEqual(days === undefined ? {} : { "sqs.retention": days });
  });

  test("of a change only what it changed", () => {
    expect(shown(call("logs PutRetentionPolicy", { logGroupName: "/app", retentionInDays: 30 }))?.retention).toEqual({
      "logs.retention": 30,
    });
    expect(shown(call("logs TagLogGroup", { logGroupName: "/app" }))?.retention).toEqual({});
  });

  test("when and by whom it was made, of a create alone", () => {
    expect(shown({})).toMatchObject({ createdAt: 1_795_435_200_000, creator: IDENTITY.arn });
    expect(shown(call("s3 PutBucketTagging", { bucketName: "a" }))).not.toHaveProperty("creator");
    expect(shown({ eventTime: "yesterday" })).not.toHaveProperty("createdAt");
  });
});
