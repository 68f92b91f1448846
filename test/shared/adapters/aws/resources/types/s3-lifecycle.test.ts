import type { LifecycleRule } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { lifecycleDays, withLifecycleDays } from "#shared/adapters/aws/resources/types/s3-lifecycle.ts";

const WHOLE = { Status: "Enabled", Filter: { Prefix: "" } } as const;
const EXPIRATION = "s3.lifecycle.expiration";
const NONCURRENT = "s3.lifecycle.noncurrent";
const ABORT = "s3.lifecycle.abortMultipart";

describe("days of a lifecycle control", () => {
  test.each<{ why: string; rules: LifecycleRule[]; days: number | "unset" | undefined }>([
    { why: "no rule", rules: [], days: "unset" },
    {
      why: "the earliest of several",
      rules: [
        { ...WHOLE, Expiration: { Days: 90 } },
        { ...WHOLE, Expiration: { Days: 30 } },
      ],
      days: 30,
    },
    {
      why: "the old form without a filter",
      rules: [{ Status: "Enabled", Prefix: "", Expiration: { Days: 30 } }],
      days: 30,
    },
    { why: "a rule that is off", rules: [{ ...WHOLE, Status: "Disabled", Expiration: { Days: 30 } }], days: "unset" },
    {
      why: "only a prefix",
      rules: [{ Status: "Enabled", Filter: { Prefix: "tmp/" }, Expiration: { Days: 1 } }],
      days: "unset",
    },
    {
      why: "only what has a tag",
      rules: [{ Status: "Enabled", Filter: { Tag: { Key: "a", Value: "b" } }, Expiration: { Days: 1 } }],
      days: "unset",
    },
    {
      why: "only large objects",
      rules: [{ Status: "Enabled", Filter: { ObjectSizeGreaterThan: 1 }, Expiration: { Days: 1 } }],
      days: "unset",
    },
    {
      why: "markers of deletion are no data",
      rules: [{ ...WHOLE, Expiration: { ExpiredObjectDeleteMarker: true } }],
      days: "unset",
    },
    { why: "a date is no number of days", rules: [{ ...WHOLE, Expiration: { Date: new Date(0) } }], days: undefined },
  ])("are $days: $why", ({ rules, days }) => {
    expect(lifecycleDays(rules, EXPIRATION)).toBe(days);
  });

  test("are not known where newer versions stay for ever", () => {
    const rules = [{ ...WHOLE, NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 3 } }];
    expect(lifecycleDays(rules, NONCURRENT)).toBeUndefined();
    expect(withLifecycleDays(rules, NONCURRENT, 30)).toBeUndefined();
  });
});

describe("a changed lifecycle", () => {
  const foreign: LifecycleRule[] = [
    { ID: "tmp", Status: "Enabled", Filter: { Prefix: "tmp/" }, Expiration: { Days: 1 } },
    { ID: "cold", ...WHOLE, Transitions: [{ Days: 30, StorageClass: "GLACIER" }], Expiration: { Days: 400 } },
  ];

  test("keeps foreign rules, and changes the rule that says it", () => {
    expect(withLifecycleDays(foreign, EXPIRATION, 800)).toEqual([
      foreign[0],
      { ...foreign[1], Expiration: { Days: 800 } },
    ]);
  });

  test("gets a rule of ours where none says it, and that rule goes again", () => {
    const set = withLifecycleDays(foreign, ABORT, 7) ?? [];
    expect(set).toEqual([
      ...foreign,
      {
        ID: "tollgate-s3.lifecycle.abortMultipart",
        ...WHOLE,
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ]);
    expect(withLifecycleDays(set, ABORT, "unset")).toEqual(foreign);
  });

  test("replaces a rule of ours that somebody turned off: two rules of one name are refused", () => {
    const off: LifecycleRule[] = [{ ID: `tollgate-${ABORT}`, Status: "Disabled", Filter: { Prefix: "" } }];
    expect(withLifecycleDays(off, ABORT, 7)?.map(({ ID, Status }) => ({ ID, Status }))).toEqual([
      { ID: `tollgate-${ABORT}`, Status: "Enabled" },
    ]);
  });

  test("keeps the rest of a rule whose days are taken out", () => {
    const { Expiration: _, ...rest } = foreign[1] as LifecycleRule;
    expect(withLifecycleDays(foreign, EXPIRATION, "unset")).toEqual([foreign[0], rest]);
  });
});
