import { describe, expect, test } from "vitest";

import { arn } from "#shared/kernel/ids.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { LifecycleRule } from "#shared/policy/lifecycle.ts";
import { facts, logGroup, retention, verdicts } from "#test/shared/policy/governed.ts";

const CONTROL = "s3.lifecycle.expiration";

const rule = (id: string, prefix: string, days: number): LifecycleRule => ({
  id,
  prefix,
  enabled: true,
  filtered: false,
  ends: { [CONTROL]: days },
});

const bucket = (...lifecycle: readonly LifecycleRule[]) =>
  logGroup({ type: "s3.bucket", name: "sales", arn: arn("arn:aws:s3:::sales"), retention: {}, lifecycle });

/** `sales.orders` (restricted, 30 to 400 days) at orders/, `sales.returns` (internal, to 90) at returns/. */
function held(): ResourceFacts {
  const { dataset: _, ...whole } = facts({ classification: "restricted", retention: { min: 30, max: 90 } });
  const part = (prefix: string, more: Partial<ResourceFacts>) => ({ prefix, facts: facts(more) });
  return {
    ...whole,
    parts: [
      part("", { classification: null }),
      part("orders/", { dataset: "sales.orders", classification: "restricted", retention: { min: 30, max: 400 } }),
      part("returns/", { dataset: "sales.returns", classification: "internal", retention: { max: 90 } }),
    ],
  };
}

const byDataset = retention({ id: "data", scope: [{ dataset: ["*"] }], rules: [{ control: CONTROL, min: 7 }] });
const restricted = retention({
  id: "restricted",
  scope: [{ classification: ["restricted"] }],
  rules: [{ control: CONTROL, min: 365 }],
});
const everywhere = retention({ id: "all", rules: [{ control: CONTROL, max: 800 }] });

const judged = (policies: Parameters<typeof verdicts>[0]["policies"], ...rules: readonly LifecycleRule[]) =>
  verdicts({ policies: policies ?? [], resource: bucket(...rules), facts: held() });

describe("a bucket with datasets at prefixes", () => {
  test("keeps each dataset as long as that dataset is to be kept, at its own prefix", () => {
    const rules = [rule("a", "orders/", 900), rule("b", "returns/", 60)];
    expect(judged([byDataset], ...rules)).toMatchObject([
      {
        rule: `retention.${CONTROL}@orders/`,
        is: "violating",
        wanted: "30 to 400 days",
        direction: "lower",
        plannedChanges: [{ days: 400, rule: { id: "a", prefix: "orders/" } }],
      },
      { rule: `retention.${CONTROL}@returns/`, is: "compliant" },
    ]);
  });

  test("is judged by the class of what lies at the prefix, not by the strictest in the bucket", () => {
    const rules = [rule("a", "orders/", 90), rule("b", "returns/", 7)];
    expect(judged([restricted], ...rules)).toMatchObject([
      { rule: `retention.${CONTROL}@orders/`, is: "violating", plannedChanges: [{ days: 365, rule: { id: "a" } }] },
    ]);
  });

  test("is judged once by what does not ask whose data it is", () => {
    const found = judged([everywhere]);
    expect(found).toMatchObject([
      { rule: `retention.${CONTROL}`, is: "violating", plannedChanges: [{ days: 800, rule: { prefix: "" } }] },
    ]);
  });

  test("what a part must be kept keeps the whole from ending sooner, and both only notify", () => {
    const short = retention({ id: "short", rules: [{ control: CONTROL, max: 90 }] });
    expect(judged([restricted, short])).toMatchObject([
      { policy: "restricted", rule: `retention.${CONTROL}@orders/`, is: "compliant", mode: "notify" },
      { policy: "short", rule: `retention.${CONTROL}`, mode: "notify", held: "conflict", plannedChanges: [] },
    ]);
  });

  test("of the rest nothing is lowered, because S3 has no rule for all but a prefix", () => {
    const unclassified = retention({
      id: "rest",
      scope: [{ except: [{ classification: ["*"] }] }],
      rules: [{ control: CONTROL, max: 90 }],
    });
    expect(judged([unclassified])).toMatchObject([
      {
        rule: `retention.${CONTROL}`,
        is: "violating",
        direction: "lower",
        plannedChanges: [],
        held: "not-separable",
        why: "s3.lifecycle.expiration is not set, so it is kept for ever; policies allow at most 90 days; on lowering to 90 days, objects past the new age are deleted at the next daily run; but S3 has no rule for all but orders/ and returns/",
      },
    ]);
    // A rule that ends the parts early says nothing of the rest.
    expect(judged([unclassified], rule("a", "orders/", 7))).toMatchObject([{ found: `${CONTROL} is not set` }]);
  });

  test("is unknown part by part where the rules could not be read, or what a scope asks", () => {
    const { lifecycle: _, ...unread } = bucket();
    expect(verdicts({ policies: [byDataset], resource: unread, facts: held() })).toMatchObject([
      { rule: `retention.${CONTROL}@orders/`, is: "unknown", because: `${CONTROL} could not be read` },
      { rule: `retention.${CONTROL}@returns/`, is: "unknown" },
    ]);
    const { parts = [], ...whole } = held();
    const vague = parts.map(({ prefix, facts: { classification: __, ...rest } }) => ({ prefix, facts: rest }));
    const found = verdicts({ policies: [restricted], resource: bucket(), facts: { ...whole, parts: vague } });
    expect(found.map(({ is }) => is)).toEqual(["unknown", "unknown", "unknown"]);
  });

  test("that was just made has no rules, so each part is kept for ever", () => {
    const { lifecycle: _, ...unread } = bucket();
    const made = { ...unread, retention: { [CONTROL]: "unset" as const } };
    expect(verdicts({ policies: [byDataset], resource: made, facts: held() })).toMatchObject([
      { rule: `retention.${CONTROL}@orders/`, is: "violating", wanted: "30 to 400 days", direction: "lower" },
      { rule: `retention.${CONTROL}@returns/`, is: "violating", wanted: "7 to 90 days", direction: "lower" },
    ]);
  });

  test("has all its other rules judged as ever, in their order", () => {
    const multipart = retention({
      id: "m",
      rules: [
        { control: "s3.lifecycle.abortMultipart", max: 7 },
        { control: CONTROL, min: 1 },
      ],
    });
    expect(judged([byDataset, multipart]).map(({ policy, rule: path }) => `${policy} ${path}`)).toEqual([
      `data retention.${CONTROL}@orders/`,
      `data retention.${CONTROL}@returns/`,
      "m retention.s3.lifecycle.abortMultipart",
      `m retention.${CONTROL}`,
    ]);
  });
});
