import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { arn } from "#shared/kernel/ids.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { Verdict, Violating } from "#shared/policy/judgement.ts";
import { type LifecycleRule, withRuleDays } from "#shared/policy/lifecycle.ts";
import { facts, logGroup, retention, verdicts } from "#test/shared/policy/governed.ts";

const RUNS = { numRuns: 500 };

const CONTROL = "s3.lifecycle.expiration";
const OTHER = "s3.lifecycle.noncurrent";

const PREFIXES = ["", "o", "orders/", "orders/tmp/", "orders/tmp/x/", "returns/", "raw/", "raw"] as const;
const DAYS = [1, 7, 30, 90, 365, 400, 800] as const;

const prefixes = fc.constantFrom(...PREFIXES);

const ruleSets: fc.Arbitrary<readonly LifecycleRule[]> = fc
  .array(
    fc.record({
      enabled: fc.boolean().map((off) => !off),
      prefix: prefixes,
      filtered: fc.constantFrom(false, false, false, true),
      ends: fc.constantFrom(
        ...DAYS.map((days) => ({ [CONTROL]: days })),
        ...DAYS.map((days) => ({ [CONTROL]: days, [OTHER]: 3 })),
        { [CONTROL]: "unclear" as const },
        { [OTHER]: 5 },
        {},
      ),
    }),
    { maxLength: 6 },
  )
  .map((rules) => rules.map((rule, at) => ({ ...rule, id: `rule-${at}` })));

const limits = fc
  .record({ min: fc.option(fc.constantFrom(...DAYS)), max: fc.option(fc.constantFrom(...DAYS)) })
  .filter(({ min, max }) => (min !== null || max !== null) && (min ?? 0) <= (max ?? 1_000));

const partSets = fc.uniqueArray(prefixes, { maxLength: 3 }).map((found) => [...new Set(["", ...found])]);

type Limits = { readonly min: number | null; readonly max: number | null };

type Case = {
  readonly rules: readonly LifecycleRule[];
  readonly limits: Limits;
  readonly parts: readonly string[];
  readonly prefix: string;
};

const cases: fc.Arbitrary<Case> = fc.record({ rules: ruleSets, limits, parts: partSets, prefix: prefixes });

const policyOf = ({ limits: { min, max } }: Case, more: Record<string, unknown>, prefix = "") =>
  retention({
    ...more,
    rules: [
      {
        control: CONTROL,
        ...(prefix === "" ? {} : { prefix }),
        ...(min === null ? {} : { min }),
        ...(max === null ? {} : { max }),
      },
    ],
  });

const bucket = (lifecycle: readonly LifecycleRule[]) =>
  logGroup({ type: "s3.bucket", name: "sales", arn: arn("arn:aws:s3:::sales"), retention: {}, lifecycle });

/** All parts are of one class, which the policy asks for: so each gets a verdict of its own. */
const inParts = (parts: readonly string[]): ResourceFacts => ({
  ...facts(),
  parts: parts.map((prefix) => ({ prefix, facts: facts() })),
});

const byClass = (given: Case) => policyOf(given, { scope: [{ classification: ["internal"] }] });

const judged = (given: Case): readonly Verdict[] =>
  verdicts({ policies: [byClass(given)], resource: bucket(given.rules), facts: inParts(given.parts) });

/** Keys under every prefix there is, and such as no rule but a wider one is about. */
const KEYS = PREFIXES.flatMap((prefix) => [prefix, `${prefix}zz`, `${prefix}0`]).filter((key) => key !== "");

const keysOf = (part: string, parts: readonly string[]): readonly string[] =>
  KEYS.filter(
    (key) => parts.filter((each) => key.startsWith(each)).toSorted((a, b) => b.length - a.length)[0] === part,
  );

/** What S3 does with one key: the shortest of the rules about it, unless one may come before at a time unknown. */
function lifeOf(key: string, rules: readonly LifecycleRule[]): { readonly days: number; readonly unclear: boolean } {
  const about = rules.filter(({ enabled, prefix, ends }) => enabled && key.startsWith(prefix) && CONTROL in ends);
  const clear = about.filter(({ filtered, ends }) => !filtered && ends[CONTROL] !== "unclear");
  return {
    days: Math.min(Number.POSITIVE_INFINITY, ...clear.map(({ ends }) => Number(ends[CONTROL]))),
    unclear: clear.length < about.length,
  };
}

function model(keys: readonly string[], { rules, limits: { min, max } }: Case): Verdict["is"] {
  const lives = keys.map((key) => lifeOf(key, rules));
  if (lives.some(({ days }) => days < (min ?? 0))) return "violating";
  if (lives.some(({ unclear }) => unclear)) return "unknown";
  return lives.some(({ days }) => days > (max ?? Number.POSITIVE_INFINITY)) ? "violating" : "compliant";
}

const pathOf = (prefix: string): string => (prefix === "" ? `retention.${CONTROL}` : `retention.${CONTROL}@${prefix}`);

const isViolating = (each: Verdict): each is Violating => each.is === "violating";

function apply(rules: readonly LifecycleRule[], { plannedChanges }: Violating): readonly LifecycleRule[] {
  return plannedChanges.reduce((now, change) => {
    if (change.set !== "retention" || change.rule === undefined) throw new Error("a lifecycle is set rule by rule");
    return withRuleDays(now, change.control, { rule: change.rule, days: change.days });
  }, rules);
}

describe("judging a lifecycle by prefix", () => {
  test("of each part of a bucket says what a look at every key says", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const found = judged(given);
        expect(found.map(({ rule }) => rule).toSorted()).toEqual(given.parts.map(pathOf).toSorted());
        for (const part of given.parts) {
          const verdict = found.find(({ rule }) => rule === pathOf(part));
          expect([part, verdict?.is]).toEqual([part, model(keysOf(part, given.parts), given)]);
        }
      }),
      RUNS,
    );
  });

  test("of a prefix that a policy names says what a look at every key says", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const policies = [policyOf(given, {}, given.prefix)];
        const [verdict] = verdicts({ policies, resource: bucket(given.rules) });
        const keys = KEYS.filter((key) => key.startsWith(given.prefix));
        expect(verdict?.is).toBe(model(keys, given));
      }),
      RUNS,
    );
  });

  test("plans what ends in compliance, in what nobody can tell, or with a person; never in a circle", () => {
    fc.assert(
      fc.property(cases, (given) => {
        let { rules } = given;
        for (let round = 0; ; round += 1) {
          expect(round).toBeLessThan(8);
          const wrong = judged({ ...given, rules }).filter(isViolating);
          const next = wrong.find(({ plannedChanges }) => plannedChanges.length > 0);
          if (next === undefined) {
            for (const { held } of wrong) expect(held).toBeDefined();
            return;
          }
          rules = apply(rules, next);
        }
      }),
      RUNS,
    );
  });

  test("a raise ends nothing sooner, and a lowering touches no key outside of its part", () => {
    fc.assert(
      fc.property(cases, (given) => {
        for (const verdict of judged(given).filter(isViolating)) {
          expect(movedWrongly(verdict, given)).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  test("leaves rules that it does not name, and other controls of those that it does, as they were", () => {
    const others = (rules: readonly LifecycleRule[]) => rules.map(({ ends }) => ends[OTHER]).filter(Boolean);
    fc.assert(
      fc.property(cases, (given) => {
        for (const verdict of judged(given).filter(isViolating)) {
          const after = apply(given.rules, verdict);
          const named = new Set(verdict.plannedChanges.map((change) => change.set === "retention" && change.rule?.id));
          expect(after.filter(({ id }) => !named.has(id))).toEqual(given.rules.filter(({ id }) => !named.has(id)));
          expect(others(after)).toEqual(others(given.rules));
        }
      }),
      RUNS,
    );
  });
});

/** Keys that a change moves the wrong way, or at all where it lowers what is not its part's. */
function movedWrongly(verdict: Violating, { rules, parts }: Case): readonly string[] {
  const after = apply(rules, verdict);
  const raises = verdict.direction === "raise";
  const part = parts.find((each) => pathOf(each) === verdict.rule) ?? "?";
  const free = new Set(raises ? KEYS : keysOf(part, parts));
  return KEYS.filter((key) => {
    const [was, is] = [lifeOf(key, rules).days, lifeOf(key, after).days];
    if (!free.has(key)) return is !== was;
    return raises ? is < was : is > was;
  });
}
