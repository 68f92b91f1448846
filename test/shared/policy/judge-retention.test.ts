import { describe, expect, test } from "vitest";

import { arn } from "#shared/kernel/ids.ts";
import { hours } from "#shared/kernel/time.ts";
import { facts, logGroup, retention, verdict, verdicts } from "#test/shared/policy/governed.ts";

type Row = {
  readonly because: string;
  readonly control?: string;
  readonly type?: string;
  readonly value: number | "unset";
  readonly min?: number;
  readonly max?: number;
  readonly unset?: number;
  readonly is: "compliant" | "violating";
  readonly days?: number;
  readonly direction?: "raise" | "lower";
  readonly held?: string;
};

const RDS = { type: "rds.instance", control: "rds.backup" };
const KINESIS = { type: "kinesis.stream", control: "kinesis.retention" };
const PITR = { type: "dynamodb.table", control: "dynamodb.pitr" };

describe("a retention rule", () => {
  test.each<Row>([
    { because: "on the minimum", value: 365, min: 365, max: 731, is: "compliant" },
    { because: "on the maximum", value: 731, min: 365, max: 731, is: "compliant" },
    {
      because: "too short goes to the nearest that suffices",
      value: 180,
      min: 365,
      max: 731,
      is: "violating",
      days: 365,
      direction: "raise",
    },
    {
      because: "AWS has no 366, so the next value it offers",
      value: 180,
      min: 366,
      max: 731,
      is: "violating",
      days: 400,
      direction: "raise",
    },
    {
      because: "too long goes down no further than it must",
      value: 1096,
      min: 365,
      max: 731,
      is: "violating",
      days: 731,
      direction: "lower",
    },
    {
      because: "AWS has no 500, so the next below",
      value: 1096,
      min: 365,
      max: 500,
      is: "violating",
      days: 400,
      direction: "lower",
    },
    {
      because: "log retention 123: AWS has no such value, nor another within",
      value: 90,
      min: 123,
      max: 123,
      is: "violating",
      direction: "raise",
      held: "not-offered",
    },
    {
      because: "log retention 123 as a minimum alone",
      value: 90,
      min: 123,
      is: "violating",
      days: 150,
      direction: "raise",
    },
    {
      because: "longer than AWS offers",
      value: 30,
      min: 4000,
      is: "violating",
      direction: "raise",
      held: "not-offered",
    },
    { because: "unset logs are kept for ever: longer than any minimum", value: "unset", min: 365, is: "compliant" },
    {
      because: "unset logs are kept for ever: a maximum destroys",
      value: "unset",
      max: 731,
      is: "violating",
      days: 731,
      direction: "lower",
    },
    {
      because: "the policy says what to set where nothing is",
      value: "unset",
      min: 365,
      max: 731,
      unset: 400,
      is: "violating",
      days: 400,
      direction: "lower",
    },
    {
      because: "what to set where nothing is, with no limit broken",
      value: "unset",
      unset: 400,
      is: "violating",
      days: 400,
      direction: "lower",
    },
    {
      because: "what to set is moved to what AWS offers",
      value: "unset",
      min: 365,
      max: 731,
      unset: 366,
      is: "violating",
      days: 400,
      direction: "lower",
    },
    {
      because: "what to set is moved down where nothing above is offered",
      value: "unset",
      max: 731,
      unset: 800,
      is: "violating",
      days: 731,
      direction: "lower",
    },
    {
      ...RDS,
      because: "backups that are off",
      value: 0,
      min: 14,
      max: 35,
      is: "violating",
      days: 14,
      direction: "raise",
    },
    {
      ...RDS,
      because: "a maximum alone never raises (the retention defect of c7n)",
      value: 7,
      max: 35,
      is: "compliant",
    },
    {
      ...RDS,
      because: "more than AWS keeps",
      value: 35,
      min: 60,
      is: "violating",
      direction: "raise",
      held: "not-offered",
    },
    { ...KINESIS, because: "a day is 24 h", value: 1, min: 1, max: 7, is: "compliant" },
    {
      ...KINESIS,
      because: "one hour-day too long",
      value: 8,
      min: 1,
      max: 7,
      is: "violating",
      days: 7,
      direction: "lower",
    },
    {
      ...PITR,
      because: "unset recovery is none: turning it on destroys nothing",
      value: "unset",
      min: 7,
      is: "violating",
      days: 7,
      direction: "raise",
    },
    {
      ...PITR,
      because: "unset recovery with a value to set",
      value: "unset",
      unset: 35,
      is: "violating",
      days: 35,
      direction: "raise",
    },
    { ...PITR, because: "unset recovery is within a maximum", value: "unset", max: 7, is: "compliant" },
  ])("on $value with min $min max $max unset $unset is $is: $because", (row) => {
    const { control = "logs.retention", type = "logs.log-group", value, is, days, direction, held } = row;
    const limits = Object.fromEntries(
      (["min", "max", "unset"] as const).flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])),
    );
    const found = verdict({
      policies: [retention({ rules: [{ control, ...limits }] })],
      resource: logGroup({ type, retention: { [control]: value } }),
    });
    expect(found).toMatchObject({ is, policy: "retention", rule: `retention.${control}`, mode: "enforce" });
    if (found.is !== "violating") return;
    expect(found.direction).toBe(direction);
    expect(found.plannedChanges).toEqual(days === undefined ? [] : [{ set: "retention", control, days }]);
    expect(found.held).toBe(held);
  });

  test.each([
    { because: "it was not read", retention: {} },
    { because: "it is no number of days", retention: { "logs.retention": Number.NaN } },
    { because: "it is below zero", retention: { "logs.retention": -1 } },
  ])("is unknown, never compliant: $because", ({ retention: settings }) => {
    const policies = [retention({ rules: [{ control: "logs.retention", min: 1 }] })];
    expect(verdict({ policies, resource: logGroup({ retention: settings }) })).toMatchObject({
      is: "unknown",
      because: "logs.retention could not be read",
    });
  });

  test("on a control that the type does not have says nothing", () => {
    expect(verdicts({ policies: [retention({ rules: [{ control: "rds.backup", min: 7 }] })] })).toEqual([]);
  });

  test("says what it found, wants and does", () => {
    const policies = [retention({ rules: [{ control: "logs.retention", min: 365, max: 731 }] })];
    expect(verdict({ policies, resource: logGroup({ retention: { "logs.retention": 1096 } }) })).toMatchObject({
      found: "1096 days",
      wanted: "365 to 731 days",
      why: "logs.retention is 1096 days; policies allow 365 to 731 days; on lowering to 731 days, log events past the new age are deleted within about 72 hours",
    });
  });

  test("a part of a day counts in favour of the limit", () => {
    const policy = retention({ rules: [] });
    const rules = [{ control: "kinesis.retention", min: hours(36), max: hours(36) }];
    const found = verdict({
      policies: [{ ...policy, retention: { rules } }],
      resource: logGroup({ type: "kinesis.stream", retention: { "kinesis.retention": 1 } }),
    });
    expect(found).toMatchObject({ is: "violating", held: "conflict" });
  });
});

describe("the interval of a dataset", () => {
  const bucket = (days: number) =>
    logGroup({
      type: "s3.bucket",
      arn: arn("arn:aws:s3:::sales"),
      name: "sales",
      retention: { "s3.lifecycle.expiration": days, "s3.lifecycle.abortMultipart": 3 },
    });
  const inDataset = [
    retention({
      scope: [{ dataset: ["*"] }],
      rules: [
        { control: "s3.lifecycle.expiration", min: 7 },
        { control: "s3.lifecycle.abortMultipart", max: 7 },
      ],
    }),
  ];
  const of = (interval: { min?: number; max?: number }) => facts({ dataset: "sales.orders", retention: interval });

  test("binds where the scope names datasets and the control keeps the data itself", () => {
    const found = verdicts({ policies: inDataset, resource: bucket(900), facts: of({ min: 30, max: 400 }) });
    expect(found).toMatchObject([
      { rule: "retention.s3.lifecycle.abortMultipart", is: "compliant" },
      { rule: "retention.s3.lifecycle.expiration", wanted: "30 to 400 days", plannedChanges: [{ days: 400 }] },
    ]);
  });

  test("does not bind where the scope does not speak of datasets", () => {
    const policies = [retention({ rules: [{ control: "s3.lifecycle.expiration", min: 7 }] })];
    expect(verdict({ policies, resource: bucket(900), facts: of({ max: 400 }) }).is).toBe("compliant");
  });

  test("that is not known makes the rule unknown", () => {
    const { retention: _, ...unread } = of({});
    const found = verdicts({ policies: inDataset, resource: bucket(900), facts: unread });
    expect(found[1]).toMatchObject({ is: "unknown", because: "how long its dataset is kept is not known" });
  });
});
