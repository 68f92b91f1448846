import { describe, expect, test } from "vitest";

import {
  daysOfRule,
  type LifecycleRule,
  lengthsIn,
  newRule,
  type Region,
  withRuleDays,
} from "#shared/policy/lifecycle.ts";

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

const at = (prefix: string, ...without: string[]): Region => ({ prefix, without });

const FOREVER = Number.POSITIVE_INFINITY;

type Row = {
  readonly because: string;
  readonly rules: readonly LifecycleRule[];
  readonly region: Region;
  readonly shortest: number;
  readonly longest: number;
  readonly unclear?: string;
};

// CONFLICTS: AmazonS3/latest/userguide/lifecycle-conflicts.html. ELEMENTS: …/intro-lifecycle-rules.html.
// FILTERS: …/intro-lifecycle-filters.html.
describe("how long S3 keeps what is in a prefix", () => {
  test.each<Row>([
    { because: "no rule ends anything", rules: [], region: at("orders/"), shortest: FOREVER, longest: FOREVER },
    {
      because: "an empty filter is the whole bucket, so every prefix (CONFLICTS, example 1)",
      rules: [rule({ days: 365 })],
      region: at("logs/"),
      shortest: 365,
      longest: 365,
    },
    {
      because: "a rule of a prefix is about the keys that begin with it (FILTERS)",
      rules: [rule({ prefix: "logs/", days: 30 })],
      region: at("logs/"),
      shortest: 30,
      longest: 30,
    },
    {
      because: "and about no others",
      rules: [rule({ prefix: "logs/", days: 30 })],
      region: at("orders/"),
      shortest: FOREVER,
      longest: FOREVER,
    },
    {
      because: "of two rules that overlap the shorter is honored (CONFLICTS)",
      rules: [rule({ days: 365 }), rule({ id: "b", prefix: "logs/", days: 30 })],
      region: at("logs/"),
      shortest: 30,
      longest: 30,
    },
    {
      because: "also where the shorter is that of the whole bucket: nothing is an exception from it (CONFLICTS)",
      rules: [rule({ days: 30 }), rule({ id: "b", prefix: "orders/", days: 365 })],
      region: at("orders/"),
      shortest: 30,
      longest: 30,
    },
    {
      because: "a rule of a part of the prefix shortens that part alone",
      rules: [rule({ prefix: "orders/", days: 400 }), rule({ id: "b", prefix: "orders/tmp/", days: 1 })],
      region: at("orders/"),
      shortest: 1,
      longest: 400,
    },
    {
      because: "a rule of a part says nothing of the rest, which is kept for ever",
      rules: [rule({ prefix: "orders/tmp/", days: 1 })],
      region: at("orders/"),
      shortest: 1,
      longest: FOREVER,
    },
    {
      because: "a rule of a prefix is about a part of the whole bucket",
      rules: [rule({ prefix: "orders/", days: 90 })],
      region: at(""),
      shortest: 90,
      longest: FOREVER,
    },
    {
      because: "what lies in a part that is judged by itself does not count for the rest",
      rules: [rule({ prefix: "orders/", days: 90 }), rule({ id: "b", days: 400 })],
      region: at("", "orders/"),
      shortest: 400,
      longest: 400,
    },
    {
      because: "a rule about such a part and more does count",
      rules: [rule({ prefix: "o", days: 90 })],
      region: at("", "orders/"),
      shortest: 90,
      longest: FOREVER,
    },
    {
      because: "a prefix is a text, not a folder (FILTERS)",
      rules: [rule({ prefix: "log", days: 7 })],
      region: at("logs/"),
      shortest: 7,
      longest: 7,
    },
    {
      because: "a disabled rule does nothing (ELEMENTS, Status)",
      rules: [rule({ enabled: false, days: 1 })],
      region: at(""),
      shortest: FOREVER,
      longest: FOREVER,
    },
    {
      because: "a disabled rule with a filter is not unclear either",
      rules: [rule({ enabled: false, filtered: true, days: 1 })],
      region: at(""),
      shortest: FOREVER,
      longest: FOREVER,
    },
    {
      because: "a rule that only moves objects to another class ends nothing (ELEMENTS, Transition)",
      rules: [rule({})],
      region: at(""),
      shortest: FOREVER,
      longest: FOREVER,
    },
    {
      because: "which objects have a tag or a size, the configuration does not say (FILTERS)",
      rules: [rule({ days: 400 }), rule({ id: "b", filtered: true, days: 30 })],
      region: at("orders/"),
      shortest: 400,
      longest: 400,
      unclear: "b",
    },
    {
      because: "a date is no length (ELEMENTS, Expiration)",
      rules: [rule({ days: "unclear" })],
      region: at("orders/"),
      shortest: FOREVER,
      longest: FOREVER,
      unclear: "a",
    },
    {
      because: "what is unclear elsewhere is clear here",
      rules: [rule({ prefix: "logs/", days: "unclear" }), rule({ id: "b", prefix: "orders/", days: 30 })],
      region: at("orders/"),
      shortest: 30,
      longest: 30,
    },
  ])("in $region is $shortest to $longest days: $because", ({ rules, region, shortest, longest, unclear }) => {
    const found = lengthsIn(rules, CONTROL, region);
    expect(found).toMatchObject({ shortest, longest });
    expect(found.unclear?.id).toBe(unclear);
  });

  test("is asked per control: expiration says nothing of old versions", () => {
    expect(lengthsIn([rule({ days: 30 })], "s3.lifecycle.noncurrent", at(""))).toMatchObject({ shortest: FOREVER });
  });
});

describe("one rule", () => {
  const rules = [rule({ days: 30, prefix: "logs/" }), rule({ id: "b", days: 90, enabled: false })];
  const others = [rule({ id: "d" }), rule({ id: "e", days: 1, filtered: true }), rule({ id: "f", days: "unclear" })];

  test.each([
    { because: "as it is", ref: { id: "a", prefix: "logs/" }, days: 30 },
    { because: "no such rule", ref: { id: "c", prefix: "" }, days: "unset" },
    { because: "a rule that ends something else", ref: { id: "d", prefix: "" }, days: "unset" },
    { because: "the id of a rule about other keys", ref: { id: "a", prefix: "" }, days: undefined },
    { because: "a rule that is off", ref: { id: "b", prefix: "" }, days: undefined },
    { because: "a rule that asks for tags", ref: { id: "e", prefix: "" }, days: undefined },
    { because: "a rule by date", ref: { id: "f", prefix: "" }, days: undefined },
  ])("is read as $days: $because", ({ ref, days }) => {
    expect(daysOfRule([...rules, ...others], CONTROL, ref)).toBe(days);
  });

  test("is set, made and taken away without a change of any other", () => {
    const made = newRule(rules, CONTROL, "orders/");
    const more = withRuleDays(rules, CONTROL, { rule: made, days: 400 });
    expect(more).toEqual([...rules, rule({ ...made, days: 400 })]);
    expect(withRuleDays(more, CONTROL, { rule: made, days: "unset" })).toEqual(rules);
    expect(withRuleDays(rules, CONTROL, { rule: { id: "a", prefix: "logs/" }, days: 60 })).toEqual([
      rule({ days: 60, prefix: "logs/" }),
      rules[1],
    ]);
  });

  test("that is made gets an id that no other rule has, and that S3 takes", () => {
    const first = newRule([], CONTROL, "orders/ä b/");
    expect(first.id).toBe("tollgate-s3.lifecycle.expiration-orders/_e4__20_b/");
    expect(newRule([], CONTROL, "a_b/").id).not.toBe(newRule([], CONTROL, "a b/").id);
    expect(newRule([rule({ id: first.id })], CONTROL, "orders/ä b/").id).toBe(`${first.id}-2`);
    expect(newRule([], CONTROL, "x".repeat(1_000)).id.length).toBeLessThanOrEqual(255);
  });
});
