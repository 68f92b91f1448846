import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Exemption } from "#shared/catalog/documents/exemption.ts";
import type { Policy } from "#shared/catalog/documents/policy.ts";
import type { Clause } from "#shared/catalog/documents/selector.ts";
import type { ResourceChange } from "#shared/policy/cloud.ts";
import { compilePolicies } from "#shared/policy/compile-policies.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { JudgedResource, Verdict, Violating } from "#shared/policy/judgement.ts";
import { controlOf } from "#shared/policy/resource-types/table.ts";
import { isOffered } from "#shared/policy/retention-interval.ts";
import { exemption, facts, logGroup, policyCatalog, retention, tagging } from "#test/shared/policy/governed.ts";

const RUNS = { numRuns: 400 };

const KEYS = [
  "Workload",
  "CostCenter",
  "Environment",
  "app",
  "costcenter",
  "note",
  "aws:cloudformation:stack-name",
] as const;
const VALUES = ["orders-etl", "CC-4102", "CC-9000", "prod", "PRD", "x", ""] as const;
const DAYS = [0, 1, 7, 14, 30, 90, 123, 365, 400, 731, 4000] as const;
const TYPES = {
  "logs.log-group": "logs.retention",
  "rds.instance": "rds.backup",
  "dynamodb.table": "dynamodb.pitr",
} as const;

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** Without the members that are undefined: absent is what is meant. */
const given = <Shape extends object>(shape: Shape): { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> } =>
  Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as never;

const tags = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), { maxKeys: 6 });

const resources: fc.Arbitrary<JudgedResource> = fc
  .record({
    type: fc.constantFrom(...(Object.keys(TYPES) as (keyof typeof TYPES)[])),
    tags: optional(tags),
    value: optional(fc.oneof(fc.constantFrom(...DAYS), fc.constant("unset" as const))),
    region: fc.constantFrom("eu-west-1", "us-east-1"),
  })
  .map(({ type, tags: found, value, region }) => {
    const { tags: _, ...base } = logGroup({
      type,
      region,
      retention: value === undefined ? {} : { [TYPES[type]]: value },
    });
    return found === undefined ? base : { ...base, tags: found };
  });

const clauses: fc.Arbitrary<Clause> = fc
  .record({
    type: optional(fc.constantFrom(["*"], ["logs.*", "rds.*"], ["dynamodb.table"])),
    environment: optional(fc.constantFrom(["prod"], ["dev", "test"])),
    classification: optional(fc.constantFrom(["restricted"], ["internal"])),
    region: optional(fc.constant(["eu-*"])),
    tag: optional(fc.constant({ note: ["*"] })),
    except: optional(fc.constant([{ ou: ["/Data/Sandbox"] }])),
  })
  .map((clause) => given(clause));

const scopes = fc.array(clauses, { minLength: 1, maxLength: 2 });

const modes = fc.constantFrom("observe" as const, "notify" as const, "enforce" as const);

const tagRules = fc.record({
  Workload: fc.constant({ refersTo: "workload" as const, aliases: ["app"], inherit: ["parent" as const] }),
  CostCenter: fc.constantFrom(
    { refersTo: "team.costCenter" as const, aliases: ["costcenter"], inherit: ["parent" as const, "account" as const] },
    { oneOf: ["CC-4102"], required: false },
  ),
  Environment: fc.constant({ refersTo: "environment" as const, valueMap: { PRD: "prod" } }),
});

const taggingPolicies = fc
  .record({ mode: modes, scope: scopes, tags: tagRules, maxUserTags: optional(fc.constantFrom(2, 4, 45)) })
  .map((policy) => tagging(given(policy)));

const limits = fc.record({
  min: optional(fc.constantFrom(...DAYS.slice(1))),
  max: optional(fc.constantFrom(...DAYS.slice(1))),
  unset: optional(fc.constantFrom(...DAYS.slice(1))),
});

const retentionPolicies = fc
  .record({
    mode: modes,
    scope: scopes,
    logs: limits,
    rds: limits,
    pitr: limits,
    legalHold: optional(fc.constant({ note: ["x"] })),
  })
  .map(({ logs, rds, pitr, ...policy }) =>
    retention({
      ...given(policy),
      rules: [
        { control: "logs.retention", ...given(logs) },
        { control: "rds.backup", ...given(rds) },
        { control: "dynamodb.pitr", ...given(pitr) },
      ],
    }),
  );

const policySets: fc.Arbitrary<readonly Policy[]> = fc
  .array(fc.oneof(taggingPolicies, retentionPolicies), { minLength: 1, maxLength: 4 })
  .map((policies) => policies.map((policy, at) => ({ ...policy, id: `policy-${at}` })));

const exemptionSets: fc.Arbitrary<readonly Exemption[]> = fc.array(
  fc
    .record({
      match: scopes,
      policy: fc.constantFrom(["policy-0"], ["policy-1", "policy-2"]),
      until: fc.constantFrom("2026-01-01", "2027-01-01"),
    })
    .map((given) => exemption(given)),
  { maxLength: 1 },
);

const source = { tags: { Workload: "orders-etl", CostCenter: "CC-9000" }, known: {} };

const factSets: fc.Arbitrary<ResourceFacts> = fc
  .record({
    environment: fc.constantFrom("prod", "dev", null, undefined),
    classification: fc.constantFrom("restricted", "internal", null, undefined),
    ou: fc.constantFrom("/Data/Prod", "/Data/Sandbox"),
    parent: fc.constantFrom(source, "unreadable" as const, undefined),
    accountSource: fc.constant({ tags: {}, known: { "team.costCenter": "CC-4102" } }),
  })
  .map((more) => {
    const { environment: _, classification: __, ...base } = facts();
    return { ...base, ...given(more) };
  });

const cases = fc.record({ policies: policySets, exemptions: exemptionSets, resource: resources, facts: factSets });

type Case = typeof cases extends fc.Arbitrary<infer Value> ? Value : never;

const judged = ({ policies, exemptions, resource, facts: known }: Case): readonly Verdict[] =>
  compilePolicies(policyCatalog({ policies, exemptions }))(resource, known).verdicts;

const violations = (verdicts: readonly Verdict[]): readonly Violating[] =>
  verdicts.filter((each) => each.is === "violating");

function apply(resource: JudgedResource, changes: readonly ResourceChange[]): JudgedResource {
  const set = { tags: { ...resource.tags }, retention: { ...resource.retention } };
  for (const change of changes) {
    if (change.set === "retention") set.retention[change.control] = change.days;
    else if (change.value !== undefined) set.tags[change.key] = change.value;
  }
  return resource.tags === undefined ? { ...resource, retention: set.retention } : { ...resource, ...set };
}

const hasLegalHold = (policy: Policy): boolean =>
  policy.type === "retention" && policy.retention.legalHold !== undefined;

const planned = (given: Case): readonly { readonly change: ResourceChange; readonly direction: string }[] =>
  violations(judged(given)).flatMap(({ plannedChanges, direction }) =>
    plannedChanges.map((change) => ({ change, direction })),
  );

const lengths = (given: Case) =>
  planned(given).flatMap(({ change, direction }) => (change.set === "retention" ? [{ change, direction }] : []));

/** Unset logs are kept for ever; backups and recovery that are unset are none. */
function lengthBefore({ retention: settings }: JudgedResource, control: string): number {
  const value = settings[control] ?? Number.NaN;
  return value === "unset" ? (control === "logs.retention" ? Number.POSITIVE_INFINITY : 0) : value;
}

describe("judging", () => {
  test("plans what makes every rule it plans for compliant, and then plans nothing more", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const before = judged(given);
        const changes = violations(before).flatMap(({ plannedChanges }) => plannedChanges);
        // A scope that asks for a tag may let go of, or take in, a resource that gets it.
        const resource = apply(given.resource, changes);
        const after = judged({ ...given, resource });
        for (const { policy, rule, plannedChanges } of violations(before)) {
          if (plannedChanges.length === 0) continue;
          expect(after.find((each) => each.policy === policy && each.rule === rule)?.is).toBe("compliant");
        }
        expect(violations(after).flatMap(({ plannedChanges }) => plannedChanges)).toEqual([]);
      }),
      RUNS,
    );
  });

  test("does not depend on the order of the policies", () => {
    fc.assert(
      fc.property(cases, (given) => {
        expect(judged({ ...given, policies: given.policies.toReversed() })).toEqual(judged(given));
      }),
      RUNS,
    );
  });

  test("gives a resource the same judgement whatever was judged before it", () => {
    fc.assert(
      fc.property(cases, fc.array(fc.tuple(resources, factSets), { maxLength: 8 }), (given, others) => {
        const shared = compilePolicies(policyCatalog(given));
        for (const [resource, known] of others) shared(resource, known);
        expect(shared(given.resource, given.facts).verdicts).toEqual(judged(given));
      }),
      RUNS,
    );
  });

  test("never takes a tag off, never overwrites one that its rule accepts, never touches aws: tags", () => {
    fc.assert(
      fc.property(cases, (given) => {
        for (const { key, value } of planned(given).flatMap(({ change }) => (change.set === "tag" ? [change] : []))) {
          expect(value).toBeDefined();
          expect(key.toLowerCase()).not.toMatch(/^aws:/);
          const before = given.resource.tags?.[key];
          // The value map is the only thing that replaces: "PRD" means "prod".
          if (before !== undefined) expect([before, value]).toEqual(["PRD", "prod"]);
        }
      }),
      RUNS,
    );
  });

  test("raises only upwards and lowers only downwards, to what AWS offers", () => {
    fc.assert(
      fc.property(cases, (given) => {
        for (const { change, direction } of lengths(given)) {
          const control = controlOf(given.resource.type, change.control);
          expect(control === undefined ? false : isOffered(control.offered, Number(change.days))).toBe(true);
          const before = lengthBefore(given.resource, change.control);
          expect(Math.sign(Number(change.days) - before)).toBe(direction === "raise" ? 1 : -1);
        }
      }),
      RUNS,
    );
  });

  test("never finds compliant what it could not read, and never lowers under a legal hold", () => {
    fc.assert(
      fc.property(cases, ({ resource, ...given }) => {
        const { tags: _, ...untagged } = resource;
        const unread = judged({ ...given, resource: { ...untagged, retention: {} } });
        expect(unread.filter(({ is }) => is !== "unknown")).toEqual([]);
        const held = judged({ ...given, resource: { ...resource, tags: { note: "x" } } });
        const inScope = new Set(held.filter(({ is }) => is !== "unknown").map(({ policy }) => policy));
        const holding = given.policies.filter(({ id }) => inScope.has(id)).some(hasLegalHold);
        const lowered = violations(held).filter(
          ({ direction, plannedChanges }) => direction === "lower" && plannedChanges.length > 0,
        );
        if (holding) expect(lowered).toEqual([]);
      }),
      RUNS,
    );
  });
});
