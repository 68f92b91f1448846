import { expect, test } from "vitest";

import type { S3Rule } from "#test/contract/lifecycle-rule.ts";
import type { LifecycleUnderTest } from "#test/contract/resource-cloud.ts";

const EXPIRATION = "s3.lifecycle.expiration";
const NONCURRENT = "s3.lifecycle.noncurrent";
const ABORT = "s3.lifecycle.abortMultipart";

/** One rule of each kind that people write; none of them is Tollgate's. */
const FOREIGN: readonly S3Rule[] = [
  { ID: "all", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 730 } },
  {
    ID: "orders",
    Status: "Enabled",
    Filter: { Prefix: "orders/" },
    Expiration: { Days: 30 },
    NoncurrentVersionExpiration: { NoncurrentDays: 7 },
    Transitions: [{ Days: 10, StorageClass: "STANDARD_IA" }],
  },
  { ID: "off", Status: "Disabled", Filter: { Prefix: "orders/" }, Expiration: { Days: 1 } },
  {
    ID: "tagged",
    Status: "Enabled",
    Filter: { Tag: { Key: "temporary", Value: "true" } },
    Expiration: { Days: 2 },
  },
  {
    ID: "small",
    Status: "Enabled",
    Filter: { And: { Prefix: "orders/", Tags: [{ Key: "a", Value: "b" }], ObjectSizeLessThan: 4_096 } },
    Expiration: { Days: 3 },
  },
  { ID: "dated", Status: "Enabled", Filter: { Prefix: "old/" }, Expiration: { Date: "2027-01-01T00:00:00Z" } },
  {
    ID: "newest",
    Status: "Enabled",
    Filter: { Prefix: "docs/" },
    NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 5 },
  },
  {
    ID: "uploads",
    Status: "Enabled",
    Filter: { Prefix: "" },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  },
  { ID: "cold", Status: "Enabled", Filter: { Prefix: "raw/" }, Transitions: [{ Days: 90, StorageClass: "GLACIER" }] },
];

const rule = (id: string, prefix: string, ends: Readonly<Record<string, number | "unclear">>) => ({
  id,
  prefix,
  enabled: true,
  filtered: false,
  ends,
});

/** {@link FOREIGN} as policies read it. */
const READ = [
  rule("all", "", { [EXPIRATION]: 730 }),
  rule("orders", "orders/", { [EXPIRATION]: 30, [NONCURRENT]: 7 }),
  { ...rule("off", "orders/", { [EXPIRATION]: 1 }), enabled: false },
  { ...rule("tagged", "", { [EXPIRATION]: 2 }), filtered: true },
  { ...rule("small", "orders/", { [EXPIRATION]: 3 }), filtered: true },
  rule("dated", "old/", { [EXPIRATION]: "unclear" }),
  rule("newest", "docs/", { [NONCURRENT]: "unclear" }),
  rule("uploads", "", { [ABORT]: 7 }),
  rule("cold", "raw/", {}),
];

/** The lifecycle of a bucket, rule by rule; part of the contract of every `ResourceCloud`. */
export function lifecycleContract(open: () => Promise<LifecycleUnderTest>): void {
  const bucketWith = async (rules: readonly S3Rule[]) => {
    const under = await open();
    const ref = await under.plant("s3.bucket", "orders-1", { team: "orders" });
    if (rules.length > 0) await under.plantLifecycle(ref, rules);
    return {
      read: async () => {
        const found = await under.cloud.read(ref);
        if (found.kind !== "read") throw new Error(`expected a bucket, found it ${found.kind}`);
        return found.state;
      },
      whole: () => under.lifecycleOf(ref),
      set: (control: string, named: { id: string; prefix: string }, days: number | "unset") =>
        under.cloud.write(ref, [{ set: "retention", control, days, rule: named }]),
      write: (...changes: Parameters<typeof under.cloud.write>[1]) => under.cloud.write(ref, changes),
    };
  };

  test("a bucket without a lifecycle has no rules, which is not the same as rules that could not be read", async () => {
    const { read } = await bucketWith([]);
    expect(await read()).toMatchObject({ lifecycle: [], retention: { [EXPIRATION]: "unset" } });
  });

  test("every lifecycle rule is read: of prefixes, disabled, filtered, dated, and those that end nothing", async () => {
    const { read } = await bucketWith(FOREIGN);
    const state = await read();
    expect(state.lifecycle).toEqual(READ);
    expect(state.retention).toEqual({ [EXPIRATION]: 730, [NONCURRENT]: "unset", [ABORT]: 7 });
  });

  test.each([
    { because: "raised", days: 400 },
    { because: "lowered", days: 5 },
  ])("one rule is $because, and every other stays as it was, and all else of that one", async ({ days }) => {
    const { read, whole, set } = await bucketWith(FOREIGN);
    const before = await whole();
    expect(await set(EXPIRATION, { id: "orders", prefix: "orders/" }, days)).toMatchObject({ kind: "accepted" });
    const state = await read();
    expect(state.lifecycle).toEqual(READ.with(1, rule("orders", "orders/", { [EXPIRATION]: days, [NONCURRENT]: 7 })));
    expect(state.tags).toEqual({ team: "orders" });
    const after = await whole();
    expect(after.toSpliced(1, 1)).toEqual(before.toSpliced(1, 1));
    await set(EXPIRATION, { id: "orders", prefix: "orders/" }, 30);
    expect(await whole()).toEqual(before);
  });

  test("a rule is made where there is none of its id, and taken away again", async () => {
    const { read, whole, set } = await bucketWith(FOREIGN);
    const before = await whole();
    const mine = { id: "tollgate-x", prefix: "returns/" };
    expect(await set(NONCURRENT, mine, 90)).toMatchObject({ kind: "accepted" });
    expect((await read()).lifecycle).toEqual([...READ, rule(mine.id, mine.prefix, { [NONCURRENT]: 90 })]);
    expect((await whole()).slice(0, before.length)).toEqual(before);
    expect(await set(NONCURRENT, mine, "unset")).toMatchObject({ kind: "accepted" });
    expect(await whole()).toEqual(before);
  });

  test("the only rule is made in a bucket without a lifecycle, and then there is none again", async () => {
    const { read, set } = await bucketWith([]);
    const mine = { id: "tollgate-x", prefix: "orders/" };
    await set(EXPIRATION, mine, 90);
    expect((await read()).lifecycle).toEqual([rule(mine.id, mine.prefix, { [EXPIRATION]: 90 })]);
    await set(EXPIRATION, mine, "unset");
    expect((await read()).lifecycle).toEqual([]);
  });

  test("a rule that still does something else stays when one of its ends is taken away", async () => {
    const { read, set } = await bucketWith(FOREIGN);
    await set(EXPIRATION, { id: "orders", prefix: "orders/" }, "unset");
    expect((await read()).lifecycle).toEqual(READ.with(1, rule("orders", "orders/", { [NONCURRENT]: 7 })));
  });

  test.each([
    { because: "it is about other keys by now", named: { id: "orders", prefix: "" }, control: EXPIRATION },
    { because: "it is disabled", named: { id: "off", prefix: "orders/" }, control: EXPIRATION },
    { because: "it asks for tags", named: { id: "tagged", prefix: "" }, control: EXPIRATION },
    { because: "it has a date", named: { id: "dated", prefix: "old/" }, control: EXPIRATION },
    { because: "it keeps the newest versions", named: { id: "newest", prefix: "docs/" }, control: NONCURRENT },
  ])("a rule that is not the one meant is refused and left: $because", async ({ named, control }) => {
    const { whole, set } = await bucketWith(FOREIGN);
    const before = await whole();
    expect(await set(control, named, 60)).toMatchObject({ kind: "refused", forGood: true });
    expect(await whole()).toEqual(before);
  });

  test("several rules in one write are all set, whichever order they come in", async () => {
    const { read, write } = await bucketWith(FOREIGN);
    const change = (id: string, prefix: string, days: number) =>
      ({ set: "retention", control: EXPIRATION, days, rule: { id, prefix } }) as const;
    expect(
      await write(change("orders", "orders/", 365), change("new", "raw/", 365), change("all", "", 800)),
    ).toMatchObject({ kind: "accepted" });
    expect((await read()).lifecycle).toEqual([
      ...READ.with(0, rule("all", "", { [EXPIRATION]: 800 })).with(
        1,
        rule("orders", "orders/", { [EXPIRATION]: 365, [NONCURRENT]: 7 }),
      ),
      rule("new", "raw/", { [EXPIRATION]: 365 }),
    ]);
  });

  test("a rule of what has no rules is refused", async () => {
    const { cloud, plant } = await open();
    const ref = await plant("logs.log-group", "/app/orders");
    const named = { id: "a", prefix: "" };
    expect(
      await cloud.write(ref, [{ set: "retention", control: "logs.retention", days: 30, rule: named }]),
    ).toMatchObject({ kind: "refused", forGood: true });
  });
}
