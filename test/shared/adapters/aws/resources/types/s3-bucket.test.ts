import { describe, expect, test } from "vitest";
import { s3Client } from "#shared/adapters/aws/clients/s3.ts";
import type { ClientOf } from "#shared/adapters/aws/resources/member-clients.ts";
import { replyOf } from "#shared/adapters/aws/resources/refusal.ts";
import { S3_BUCKET } from "#shared/adapters/aws/resources/types/s3-bucket.ts";
import { virtualClock } from "#shared/adapters/local/clocks.ts";
import { plus, seconds } from "#shared/kernel/time.ts";
import { PLACE, said, scriptedClients, scriptedTarget } from "#test/shared/adapters/aws/resources/scripted-target.ts";
import { at } from "#test/support/findings.ts";

const NOW = at("2026-11-23T08:00:00Z");

type Put = { readonly input: { readonly Tagging: { readonly TagSet: readonly { readonly Key: string }[] } } };

const NAMED = { Bucket: "orders-1", ExpectedBucketOwner: "111122223333" };

describe("a bucket", () => {
  test("is given back its aws: tags with the whole set (c7n-2834)", async () => {
    const at = scriptedTarget("s3.bucket", "orders-1", {
      GetBucketTagging: {
        TagSet: [
          { Key: "aws:cloudformation:stack-name", Value: "orders" },
          { Key: "old", Value: "1" },
        ],
      },
      PutBucketTagging: {},
    });
    expect(await S3_BUCKET.writeTags(at, { put: { team: "orders" }, drop: ["old"] })).toBe("PutBucketTagging");
    expect(at.sent.at(-1)).toEqual({
      call: "PutBucketTagging",
      input: {
        ...NAMED,
        Tagging: {
          TagSet: [
            { Key: "aws:cloudformation:stack-name", Value: "orders" },
            { Key: "team", Value: "orders" },
          ],
        },
      },
    });
  });

  test.each([
    { read: "a moment ago", until: seconds(1), calls: ["PutBucketTagging"], others: ["team"] },
    { read: "at the last moment", until: seconds(0), calls: ["PutBucketTagging"], others: ["team"] },
    { read: "too long ago", until: seconds(-1), calls: ["GetBucketTagging", "PutBucketTagging"], others: ["cost"] },
  ])("is put its tags upon those that were read $read", async ({ until, calls, others }) => {
    const target = scriptedTarget("s3.bucket", "orders-1", {
      GetBucketTagging: { TagSet: [{ Key: "cost", Value: "c" }] },
      PutBucketTagging: {},
    });
    const fresh = { tags: { team: "orders", old: "1" }, until: plus(NOW, until), clock: virtualClock(NOW) };
    await S3_BUCKET.writeTags(target, { put: { env: "prod" }, drop: ["old"] }, fresh);
    expect(target.sent.map(({ call }) => call)).toEqual(calls);
    const { TagSet } = (target.sent.at(-1) as Put).input.Tagging;
    expect(TagSet.map(({ Key }) => Key)).toEqual([...others, "env"]);
  });

  test("is looked at once more where the put was held up until what was read is too old", async () => {
    const clock = virtualClock(NOW);
    const sent: string[] = [];
    const s3 = s3Client({
      region: PLACE.region,
      // A session that has to be renewed takes its time.
      credentials: async () => {
        clock.set(plus(clock.now(), seconds(2)));
        return { accessKeyId: "test", secretAccessKey: "test", expiration: new Date(0) };
      },
      requestHandler: {
        handle: async ({ method }: { readonly method: string }) => {
          sent.push(method);
          const tags = "<Tagging><TagSet><Tag><Key>cost</Key><Value>c</Value></Tag></TagSet></Tagging>";
          return { response: { statusCode: 200, headers: {}, body: Buffer.from(method === "GET" ? tags : "") } };
        },
      } as never,
    });
    const target = { ...scriptedTarget("s3.bucket", "orders-1", {}), clientOf: (() => s3) as unknown as ClientOf };
    const fresh = { tags: {}, until: plus(NOW, seconds(1)), clock };
    await S3_BUCKET.writeTags(target, { put: { env: "prod" }, drop: [] }, fresh);
    expect(sent).toEqual(["GET", "PUT"]);
  });

  test("is sent no tags where its own could not be read", async () => {
    const at = scriptedTarget("s3.bucket", "orders-1", { GetBucketTagging: new Error("socket hang up") });
    const reply = await S3_BUCKET.writeTags(at, { put: { team: "orders" }, drop: [] }).catch(replyOf);
    expect(reply).toMatchObject({ kind: "refused", forGood: false });
    expect(at.sent).toHaveLength(1);
  });

  test("without tags and lifecycle says so by errors, which are no failure", async () => {
    const at = scriptedTarget("s3.bucket", "orders-1", {
      GetBucketTagging: said("NoSuchTagSet"),
      GetBucketLifecycleConfiguration: said("NoSuchLifecycleConfiguration"),
    });
    expect(await S3_BUCKET.readTags(at)).toEqual({});
    expect(await S3_BUCKET.retention?.read?.(at)).toEqual({
      "s3.lifecycle.expiration": "unset",
      "s3.lifecycle.noncurrent": "unset",
      "s3.lifecycle.abortMultipart": "unset",
    });
  });

  test("keeps its least size of transitions when the lifecycle is written", async () => {
    const at = scriptedTarget("s3.bucket", "orders-1", {
      GetBucketLifecycleConfiguration: { Rules: [], TransitionDefaultMinimumObjectSize: "varies_by_storage_class" },
      PutBucketLifecycleConfiguration: {},
    });
    await S3_BUCKET.retention?.write(at, { "s3.lifecycle.noncurrent": 90 });
    expect(at.sent.at(-1)?.input).toMatchObject({ TransitionDefaultMinimumObjectSize: "varies_by_storage_class" });
  });

  test("is known by the list of its region", async () => {
    const CreationDate = new Date("2026-11-23T08:00:00Z");
    const at = scriptedTarget("s3.bucket", "orders-1", {
      ListBuckets: { Buckets: [{ Name: "orders-1", BucketRegion: "eu-central-1", CreationDate }] },
    });
    expect(await S3_BUCKET.describe(at)).toEqual({ kind: "described", createdAt: CreationDate, attributes: {} });
  });

  test("that was just made, and that no list has yet, is there", async () => {
    const GetBucketLocation = { LocationConstraint: "eu-central-1" };
    const at = scriptedTarget("s3.bucket", "orders-1", { ListBuckets: { Buckets: [] }, GetBucketLocation });
    expect(await S3_BUCKET.describe(at)).toEqual({ kind: "described", attributes: {} });
  });

  test.each([
    { what: "of another region is gone from here", Buckets: [], location: "EU", is: "gone" },
    {
      what: "whose region the list does not tell is asked for it",
      Buckets: [{ Name: "orders-1" }],
      location: "EU",
      is: "gone",
    },
    {
      what: "is not another whose name begins so",
      Buckets: [{ Name: "orders-10", BucketRegion: "eu-central-1" }],
      location: "EU",
      is: "gone",
    },
  ])("$what", async ({ Buckets, location, is }) => {
    const GetBucketLocation = { LocationConstraint: location };
    const at = scriptedTarget("s3.bucket", "orders-1", { ListBuckets: { Buckets }, GetBucketLocation });
    expect((await S3_BUCKET.describe(at)).kind).toBe(is);
  });

  test("is listed in its own region, and a list that does not tell regions is an error", async () => {
    const listing = { ...PLACE, type: "s3.bucket" };
    const here = { Name: "orders-1", BucketRegion: "eu-central-1" };
    const there = { Name: "orders-2", BucketRegion: "us-east-1" };
    const { clientOf } = scriptedClients({ ListBuckets: { Buckets: [here, there], ContinuationToken: "more" } });
    expect(await S3_BUCKET.list({ ...listing, clientOf })).toEqual({ arns: ["arn:aws:s3:::orders-1"], next: "more" });
    const silent = scriptedClients({ ListBuckets: { Buckets: [{ Name: "orders-1" }] } });
    await expect(S3_BUCKET.list({ ...listing, clientOf: silent.clientOf })).rejects.toThrow("without their regions");
  });
});
