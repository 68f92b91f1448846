import { describe, expect, test } from "vitest";
import type { AccountNumber } from "#shared/kernel/ids.ts";
import type { Json } from "#shared/kernel/json.ts";
import { epochMillis } from "#shared/kernel/time.ts";
import type { ResourceCloud, ResourceRef } from "#shared/policy/cloud.ts";
import type { S3Rule } from "#test/contract/lifecycle-rule.ts";

export type ResourceCloudUnderTest = {
  readonly cloud: ResourceCloud;
  readonly account: AccountNumber;
  readonly region: string;
  /** Makes a resource outside of Tollgate. */
  readonly plant: (type: string, name: string, tags?: Readonly<Record<string, string>>) => Promise<ResourceRef>;
};

/** A cloud that reads and writes lifecycle rules one by one, too. */
export type LifecycleUnderTest = ResourceCloudUnderTest & {
  /** Gives a bucket a lifecycle outside of Tollgate. */
  readonly plantLifecycle: (ref: ResourceRef, rules: readonly S3Rule[]) => Promise<void>;
  /** The bucket's rules as the service tells them, whole and in order, in whatever spelling. */
  readonly lifecycleOf: (ref: ResourceRef) => Promise<readonly Json[]>;
};

/** What a place of running has of AWS: every row of the tables below that is about it runs there. */
export type ContractReach = {
  /** Types that can be made there; all of them where it is absent. */
  readonly types?: readonly string[];
  /** Whether resources can be given `aws:` tags there. */
  readonly systemTags: boolean;
  /** Types whose 51st tag is refused there. */
  readonly fullSets: readonly string[];
};

const EVERYTHING: ContractReach = { systemTags: true, fullSets: ["s3.bucket", "kinesis.stream", "ecr.repository"] };

/** What every {@link ResourceCloud} keeps to. Run once per adapter, each time on an account without resources. */
export function resourceCloudContract(
  name: string,
  open: () => Promise<ResourceCloudUnderTest>,
  reach: ContractReach = EVERYTHING,
): void {
  const made = (type: string): boolean => reach.types?.includes(type) ?? true;
  const stateOf = async (cloud: ResourceCloud, ref: ResourceRef) => {
    const read = await cloud.read(ref);
    if (read.kind !== "read") throw new Error(`expected a resource, found it ${read.kind}`);
    return read.state;
  };

  describe(`${name} as the resource side of an account`, () => {
    test("a resource that nobody ever tagged is listed and read, without tags", async () => {
      const { cloud, plant, account, region } = await open();
      const ref = await plant("logs.log-group", "/app/orders");
      expect(await cloud.list({ account, region, type: "logs.log-group" })).toEqual({ kind: "listed", refs: [ref] });
      expect(await stateOf(cloud, ref)).toMatchObject({ ...ref, name: "/app/orders", tags: {} });
    });

    test("the population comes in pages, whole and without repeats", async () => {
      const { cloud, plant, account, region } = await open();
      const planted = new Set<string>();
      for (let each = 0; each < 230; each += 1) planted.add((await plant("sqs.queue", `queue-${each}`)).arn);
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await cloud.list({ account, region, type: "sqs.queue" }, cursor);
        if (page.kind !== "listed") throw new Error(page.message);
        found.push(...page.refs.map(({ arn }) => arn));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(found).toHaveLength(230);
      expect(new Set(found)).toEqual(planted);
    });

    test("a list holds only its type, account and region", async () => {
      const { cloud, plant, account } = await open();
      await plant("sqs.queue", "orders");
      expect(await cloud.list({ account, region: "ap-south-1", type: "sqs.queue" })).toEqual({
        kind: "listed",
        refs: [],
      });
    });

    test("a type that is not known is an error, never an empty list", async () => {
      const { cloud, account, region } = await open();
      expect(await cloud.list({ account, region, type: "no.such-type" })).toMatchObject({ kind: "unreadable" });
    });

    test("a resource that is not there is gone", async () => {
      const { cloud, plant } = await open();
      const ref = await plant("sqs.queue", "orders");
      const other = { ...ref, arn: `${ref.arn}-2` as typeof ref.arn };
      expect(await cloud.read(other)).toEqual({ kind: "gone" });
      const written = await cloud.write(other, [{ set: "tag", key: "team", value: "orders" }]);
      expect(written).toMatchObject({ kind: "refused", forGood: true });
    });

    test.each(["s3.bucket", "logs.log-group"])("a %s that its event told of is read as any other", async (type) => {
      const { cloud, plant } = await open();
      const ref = await plant(type, "orders-1", { team: "orders" });
      const { createdAt: _, ...state } = await stateOf(cloud, ref);
      expect(await cloud.read(ref, { kind: "announced" })).toMatchObject({ kind: "read", state });
      const other = { ...ref, arn: `${ref.arn}-2` as typeof ref.arn };
      expect(await cloud.read(other, { kind: "announced" })).toEqual({ kind: "gone" });
    });

    // One type of each way to write tags: whole set, tagging API, the service's own calls.
    test.each(["s3.bucket", "kinesis.stream", "ecr.repository", "logs.log-group"].filter(made))(
      "a tag of a %s is written, and the others stay",
      async (type) => {
        const { cloud, plant } = await open();
        const ref = await plant(type, "orders-1", { team: "orders", old: "1" });
        const written = await cloud.write(ref, [
          { set: "tag", key: "env", value: "prod" },
          { set: "tag", key: "old", value: undefined },
        ]);
        expect(written).toMatchObject({ kind: "accepted" });
        expect((await stateOf(cloud, ref)).tags).toEqual({ team: "orders", env: "prod" });
      },
    );

    test.each(["s3.bucket", "logs.log-group"])("what a %s was tagged since it was read stays", async (type) => {
      const { cloud, plant } = await open();
      const ref = await plant(type, "orders-1", { team: "orders" });
      const set = (key: string) => [{ set: "tag", key, value: "1" }] as const;
      const now = epochMillis(1_000);
      const readUntil = async (until: number) => ({
        state: await stateOf(cloud, ref),
        until: epochMillis(until),
        clock: { now: () => now },
      });
      const [fresh, old] = [await readUntil(1_000), await readUntil(999)];
      expect(await cloud.write(ref, set("first"), fresh)).toMatchObject({ kind: "accepted" });
      expect(await cloud.write(ref, set("second"), old)).toMatchObject({ kind: "accepted" });
      expect((await stateOf(cloud, ref)).tags).toEqual({ team: "orders", first: "1", second: "1" });
    });

    test.each(reach.systemTags ? ["s3.bucket"] : [])("aws: tags of a %s survive a write (c7n-2834)", async (type) => {
      const { cloud, plant } = await open();
      const ref = await plant(type, "orders-1", { "aws:cloudformation:stack-name": "orders" });
      expect(await cloud.write(ref, [{ set: "tag", key: "team", value: "orders" }])).toMatchObject({
        kind: "accepted",
      });
      expect((await stateOf(cloud, ref)).tags).toEqual({ "aws:cloudformation:stack-name": "orders", team: "orders" });
    });

    test.each(reach.fullSets)("the 51st tag of a %s is refused", async (type) => {
      const { cloud, plant } = await open();
      const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, "x"]));
      const ref = await plant(type, "orders-1", {
        ...fifty,
        ...(reach.systemTags ? { "aws:createdBy": "not counted" } : {}),
      });
      const written = await cloud.write(ref, [{ set: "tag", key: "one-more", value: "x" }]);
      expect(written).toMatchObject({ kind: "refused", forGood: true });
      expect((await stateOf(cloud, ref)).tags).not.toHaveProperty("one-more");
      const replaced = await cloud.write(ref, [{ set: "tag", key: "key-0", value: "y" }]);
      expect(replaced).toMatchObject({ kind: "accepted" });
    });

    test("aws: tags cannot be written", async () => {
      const { cloud, plant } = await open();
      const ref = await plant("kinesis.stream", "orders-1");
      const written = await cloud.write(ref, [{ set: "tag", key: "AWS:team", value: "x" }]);
      expect(written).toMatchObject({ kind: "refused", forGood: true });
    });

    test.each(
      [
        { type: "logs.log-group", control: "logs.retention", days: 400 },
        { type: "kinesis.stream", control: "kinesis.retention", days: 7 },
        { type: "sqs.queue", control: "sqs.retention", days: 14 },
        { type: "rds.instance", control: "rds.backup", days: 14 },
        { type: "rds.cluster", control: "rds.backup", days: 35 },
        { type: "redshift.cluster", control: "redshift.autoSnapshot", days: 7 },
        { type: "dynamodb.table", control: "dynamodb.pitr", days: 35 },
        { type: "s3.bucket", control: "s3.lifecycle.expiration", days: 400 },
        { type: "s3.bucket", control: "s3.lifecycle.noncurrent", days: 90 },
        { type: "s3.bucket", control: "s3.lifecycle.abortMultipart", days: 7 },
      ].filter(({ type }) => made(type)),
    )("$control of a $type is set to $days days and read back", async ({ type, control, days }) => {
      const { cloud, plant } = await open();
      const ref = await plant(type, "orders-1", { team: "orders" });
      expect(await cloud.write(ref, [{ set: "retention", control, days }])).toMatchObject({ kind: "accepted" });
      const state = await stateOf(cloud, ref);
      expect(state.retention[control]).toBe(days);
      expect(state.tags).toEqual({ team: "orders" });
    });

    test("a retention that AWS does not offer is refused: log retention 123", async () => {
      const { cloud, plant } = await open();
      const ref = await plant("logs.log-group", "/app/orders");
      const written = await cloud.write(ref, [{ set: "retention", control: "logs.retention", days: 123 }]);
      expect(written).toMatchObject({ kind: "refused", forGood: true });
      expect((await stateOf(cloud, ref)).retention).toEqual({ "logs.retention": "unset" });
    });

    test("a retention is lowered and unset again, as undo needs it", async () => {
      const { cloud, plant } = await open();
      const log = await plant("logs.log-group", "/app/orders");
      for (const days of [400, 30, "unset"] as const) {
        expect(await cloud.write(log, [{ set: "retention", control: "logs.retention", days }])).toMatchObject({
          kind: "accepted",
        });
        expect((await stateOf(cloud, log)).retention["logs.retention"]).toBe(days);
      }
      if (!made("kinesis.stream")) return;
      const stream = await plant("kinesis.stream", "orders-1");
      for (const days of [7, 2, 2]) {
        const written = await cloud.write(stream, [{ set: "retention", control: "kinesis.retention", days }]);
        expect(written).toMatchObject({ kind: "accepted" });
        expect((await stateOf(cloud, stream)).retention["kinesis.retention"]).toBe(days);
      }
    });

    test("one lifecycle control changes, and the rest of the configuration stays", async () => {
      const { cloud, plant } = await open();
      const ref = await plant("s3.bucket", "orders-1");
      const set = (control: string, days: number | "unset") => cloud.write(ref, [{ set: "retention", control, days }]);
      await set("s3.lifecycle.noncurrent", 90);
      await set("s3.lifecycle.abortMultipart", 7);
      await set("s3.lifecycle.noncurrent", 30);
      expect((await stateOf(cloud, ref)).retention).toEqual({
        "s3.lifecycle.expiration": "unset",
        "s3.lifecycle.noncurrent": 30,
        "s3.lifecycle.abortMultipart": 7,
      });
      await set("s3.lifecycle.noncurrent", "unset");
      await set("s3.lifecycle.abortMultipart", "unset");
      expect(Object.values((await stateOf(cloud, ref)).retention)).toEqual(["unset", "unset", "unset"]);
    });

    test("two lifecycle controls in one write are both set", async () => {
      const { cloud, plant } = await open();
      const ref = await plant("s3.bucket", "orders-1");
      const written = await cloud.write(ref, [
        { set: "retention", control: "s3.lifecycle.noncurrent", days: 90 },
        { set: "retention", control: "s3.lifecycle.abortMultipart", days: 7 },
      ]);
      expect(written).toMatchObject({ kind: "accepted" });
      expect((await stateOf(cloud, ref)).retention).toMatchObject({
        "s3.lifecycle.noncurrent": 90,
        "s3.lifecycle.abortMultipart": 7,
      });
    });

    test("a control that the type does not have is refused", async () => {
      const { cloud, plant } = await open();
      const ref = await plant("glue.job", "orders-1");
      const written = await cloud.write(ref, [{ set: "retention", control: "logs.retention", days: 30 }]);
      expect(written).toMatchObject({ kind: "refused", forGood: true });
    });
  });
}
