import { describe, expect, test } from "vitest";

import { arn } from "#shared/kernel/ids.ts";
import type { LifecycleRule } from "#shared/policy/lifecycle.ts";
import { logGroup, retention, verdict, verdicts, withoutTags } from "#test/shared/policy/governed.ts";

const CONTROL = "s3.lifecycle.expiration";

type Given = Partial<Omit<LifecycleRule, "ends">> & { readonly days?: number | "unclear" };

const rule = ({ days, ...given }: Given): LifecycleRule => ({
  id: "a",
  enabled: true,
  prefix: "",
  filtered: false,
  ends: days === undefined ? {} : { [CONTROL]: days },
  ...given,
});

const bucket = (...lifecycle: readonly LifecycleRule[]) =>
  logGroup({ type: "s3.bucket", name: "sales", arn: arn("arn:aws:s3:::sales"), retention: {}, lifecycle });

const keep = (limits: Record<string, number | string>, more: Record<string, unknown> = {}) =>
  retention({ rules: [{ control: CONTROL, ...limits }], ...more });

const set = (days: number, id: string, prefix: string) => ({
  set: "retention",
  control: CONTROL,
  days,
  rule: { id, prefix },
});

/** The id of a rule that Tollgate makes. */
const OURS = `tollgate-${CONTROL}`;

type Row = {
  readonly because: string;
  readonly rules: readonly LifecycleRule[];
  readonly limits: Record<string, number | string>;
  readonly is: "compliant" | "violating" | "unknown";
  readonly direction?: "raise" | "lower";
  readonly planned?: readonly object[];
  readonly held?: string;
};

describe("a retention rule on a bucket's lifecycle", () => {
  test.each<Row>([
    { because: "nothing ever ends", rules: [], limits: { min: 365 }, is: "compliant" },
    {
      because: "kept for ever is longer than any maximum",
      rules: [],
      limits: { max: 90 },
      is: "violating",
      direction: "lower",
      planned: [set(90, OURS, "")],
    },
    {
      because: "a rule of a prefix does not end the rest",
      rules: [rule({ prefix: "tmp/", days: 7 })],
      limits: { max: 90 },
      is: "violating",
      direction: "lower",
      planned: [set(90, OURS, "")],
    },
    {
      because: "what ends sooner in a part is within the maximum",
      rules: [rule({ days: 90 }), rule({ id: "b", prefix: "tmp/", days: 7 })],
      limits: { max: 90 },
      is: "compliant",
    },
    {
      because: "a part that ends too early breaks the minimum, and only its rule is raised",
      rules: [
        rule({ days: 400 }),
        rule({ id: "b", prefix: "tmp/", days: 7 }),
        rule({ id: "c", prefix: "x/", days: 365 }),
      ],
      limits: { min: 365 },
      is: "violating",
      direction: "raise",
      planned: [set(365, "b", "tmp/")],
    },
    {
      because: "every rule that ends too early is raised, each by itself, so that each can be put back",
      rules: [rule({ days: 30 }), rule({ id: "b", days: 60 }), rule({ id: "c", days: 800 })],
      limits: { min: 365 },
      is: "violating",
      direction: "raise",
      planned: [set(365, "a", ""), set(365, "b", "")],
    },
    {
      because: "of two rules of the prefix the one that counts is lowered",
      rules: [rule({ days: 400 }), rule({ id: "b", days: 300 })],
      limits: { max: 90 },
      is: "violating",
      direction: "lower",
      planned: [set(90, "b", "")],
    },
    {
      because: "too short is put right before too long",
      rules: [rule({ prefix: "tmp/", days: 7 })],
      limits: { min: 30, max: 90 },
      is: "violating",
      direction: "raise",
      planned: [set(30, "a", "tmp/")],
    },
    {
      because: "a disabled rule keeps nothing short",
      rules: [rule({ days: 90 }), rule({ id: "b", enabled: false, days: 1 })],
      limits: { min: 30, max: 90 },
      is: "compliant",
    },
    {
      because: "a disabled rule ends nothing",
      rules: [rule({ enabled: false, days: 30 })],
      limits: { max: 90 },
      is: "violating",
      direction: "lower",
      planned: [set(90, OURS, "")],
    },
    {
      because: "what to set where nothing is set",
      rules: [rule({ prefix: "tmp/", days: 400 })],
      limits: { unset: 400 },
      is: "violating",
      direction: "lower",
      planned: [set(400, OURS, "")],
    },
    {
      because: "a tag may end it sooner than the minimum: not compliant, but unknown",
      rules: [rule({ days: 400 }), rule({ id: "b", filtered: true, days: 1 })],
      limits: { min: 365 },
      is: "unknown",
    },
    {
      because: "a tag may end some of it, and nobody knows whether all of it",
      rules: [rule({ filtered: true, days: 30 })],
      limits: { max: 90 },
      is: "unknown",
    },
    {
      because: "also where the filtered rule alone would comply: which objects it is about is not known",
      rules: [rule({ filtered: true, days: 90 })],
      limits: { min: 30, max: 365 },
      is: "unknown",
    },
    { because: "a date is no length", rules: [rule({ days: "unclear" })], limits: { min: 1 }, is: "unknown" },
    {
      because: "what ends too early for certain is so whatever a filtered rule does",
      rules: [rule({ days: 7 }), rule({ id: "b", filtered: true, days: 400 })],
      limits: { min: 365 },
      is: "violating",
      direction: "raise",
      planned: [set(365, "a", "")],
    },
    {
      because: "of a prefix: the rule of the whole bucket ends it too early, and S3 has no exception",
      rules: [rule({ days: 30 }), rule({ id: "b", prefix: "orders/", days: 400 })],
      limits: { min: 365, prefix: "orders/" },
      is: "violating",
      direction: "raise",
      planned: [],
      held: "not-separable",
    },
    {
      because: "of a prefix: what ends elsewhere is none of its business",
      rules: [rule({ prefix: "tmp/", days: 1 })],
      limits: { min: 365, prefix: "orders/" },
      is: "compliant",
    },
    {
      because: "of a prefix: what is unclear elsewhere too",
      rules: [rule({ prefix: "tmp/", filtered: true, days: 1 })],
      limits: { min: 365, prefix: "orders/" },
      is: "compliant",
    },
    {
      because: "of a prefix: a new rule for it, and the rest of the bucket is left alone",
      rules: [rule({ days: 400 })],
      limits: { max: 90, prefix: "tmp/" },
      is: "violating",
      direction: "lower",
      planned: [set(90, `${OURS}-tmp/`, "tmp/")],
    },
    {
      because: "of a prefix: its own rule is lowered",
      rules: [rule({ days: 400 }), rule({ id: "b", prefix: "tmp/", days: 200 })],
      limits: { max: 90, prefix: "tmp/" },
      is: "violating",
      direction: "lower",
      planned: [set(90, "b", "tmp/")],
    },
    {
      because: "an id that somebody else uses is not taken",
      rules: [rule({ id: OURS, prefix: "x/", days: 7 })],
      limits: { max: 90 },
      is: "violating",
      direction: "lower",
      planned: [set(90, `${OURS}-2`, "")],
    },
  ])("with $limits is $is: $because", ({ rules, limits, is, direction, planned, held }) => {
    const found = verdict({ policies: [keep(limits)], resource: bucket(...rules) });
    const path = limits["prefix"] === undefined ? "" : `@${limits["prefix"]}`;
    expect(found).toMatchObject({ is, rule: `retention.${CONTROL}${path}`, mode: "enforce" });
    if (found.is !== "violating") return;
    expect(found.direction).toBe(direction);
    expect(found.plannedChanges).toEqual(planned);
    expect(found.held).toBe(held);
  });

  test("says what it found, where, and why it cannot be put right", () => {
    const resource = bucket(rule({ days: 30 }), rule({ id: "b", prefix: "orders/tmp/", days: 7 }));
    expect(verdict({ policies: [keep({ min: 365, prefix: "orders/" })], resource })).toMatchObject({
      found: "some of it 7 days, the rest 30 days",
      wanted: "at least 365 days",
      why: 's3.lifecycle.expiration of orders/ is 7 days; policies allow at least 365 days, and 365 days is the nearest that AWS offers; but lifecycle rule "a" is about the whole bucket, and of two rules S3 takes the shorter',
    });
    const filtered = bucket(rule({ filtered: true, days: 1 }));
    expect(verdict({ policies: [keep({ max: 90 })], resource: filtered })).toMatchObject({
      because:
        'lifecycle rule "a" ends objects by tags, by sizes, on a date or but for some versions, and nobody can tell which',
    });
  });

  test("a legal hold keeps every part from being lowered, and nothing from being raised", () => {
    const legalHold = { LegalHold: ["true"] };
    const held = { ...bucket(rule({ prefix: "tmp/", days: 7 })), tags: { LegalHold: "true" } };
    const policies = [keep({ min: 30, prefix: "tmp/" }, { id: "a", legalHold }), keep({ max: 90 }, { id: "b" })];
    expect(verdicts({ policies, resource: held })).toMatchObject([
      { policy: "a", direction: "raise", plannedChanges: [{ days: 30 }] },
      { policy: "b", direction: "lower", plannedChanges: [], held: "legal-hold" },
    ]);
    expect(verdicts({ policies, resource: withoutTags(held) })[1]).toMatchObject({ held: "undecided" });
  });

  test("what a prefix must be kept keeps the whole bucket from ending sooner: both only notify", () => {
    const policies = [keep({ max: 90 }, { id: "all" }), keep({ min: 365, prefix: "orders/" }, { id: "orders" })];
    expect(verdicts({ policies, resource: bucket() })).toMatchObject([
      { policy: "all", is: "violating", mode: "notify", held: "conflict", plannedChanges: [] },
      { policy: "orders", is: "compliant", mode: "notify" },
    ]);
  });

  test("what another prefix may at most be kept lowers nothing else", () => {
    const policies = [keep({ max: 400 }, { id: "all" }), keep({ max: 30, prefix: "tmp/" }, { id: "tmp" })];
    expect(verdicts({ policies, resource: bucket() })).toMatchObject([
      { policy: "all", mode: "enforce", plannedChanges: [set(400, OURS, "")] },
      { policy: "tmp", mode: "enforce", plannedChanges: [set(30, `${OURS}-tmp/`, "tmp/")] },
    ]);
  });

  test("rules that could not be read are unknown, and one length says nothing of a prefix", () => {
    const { lifecycle: _, ...unread } = bucket();
    const policies = [keep({ min: 30, prefix: "orders/" })];
    expect(verdict({ policies, resource: unread })).toMatchObject({
      is: "unknown",
      because: `${CONTROL} could not be read`,
    });
    const resource = { ...unread, retention: { [CONTROL]: 400 } };
    expect(verdict({ policies, resource })).toMatchObject({ is: "unknown" });
  });
});
