import type { ResourceFacts } from "#shared/policy/facts.ts";
import { judgeLifecycle } from "#shared/policy/judge-lifecycle.ts";
import { unknownRule } from "#shared/policy/judge-retention.ts";
import type { JudgedResource, Verdict } from "#shared/policy/judgement.ts";
import type { JudgingPlan } from "#shared/policy/judging-plan.ts";
import { holdOf } from "#shared/policy/legal-hold.ts";
import type { LifecycleRule, Region } from "#shared/policy/lifecycle.ts";
import type { PlanFinder } from "#shared/policy/plan-finder.ts";
import { frameOf, type Standingly } from "#shared/policy/retention-frame.ts";
import { inPart } from "#shared/policy/retention-program.ts";
import { SCOPE_UNKNOWN } from "#shared/policy/standing.ts";

type Parts = NonNullable<ResourceFacts["parts"]>;

type Bucket = {
  /** Of the bucket as a whole. */
  readonly plan: JudgingPlan;
  readonly find: PlanFinder;
  readonly resource: JudgedResource;
  readonly parts: Parts;
};

/**
 * The verdicts on a bucket that holds datasets at prefixes.
 *
 * A policy that asks what data it is (its dataset, class, tier, labels or team) applies to the prefix of that data, so
 * its rules on what S3 sets by prefix are judged part by part. All others are about the bucket, and bind its parts too.
 */
export function judgeParts(whole: readonly Verdict[], { plan, find, resource, parts }: Bucket): readonly Verdict[] {
  const plans = parts.map((part) => ({
    ...part,
    plan: find(resource, part.facts),
    region: regionOf(part.prefix, parts),
  }));
  const rules = [
    ...plan.byPrefix.filter(({ program }) => !program.byData),
    ...plans.flatMap((part) =>
      part.plan.byPrefix
        .filter(({ program }) => program.byData)
        .map(({ program, standing }) => ({ program: inPart(program, part.region, part.facts), standing })),
    ),
  ];
  const holds = [plan, ...plans.map((part) => part.plan)].flatMap((each) => each.holds);
  const judged = rules.map((self) => judgeOne(self, { all: rules, resource, holds }));
  const replaced = new Set(plan.byPrefix.map(({ program }) => program.passed.rule));
  return [...whole.filter(({ rule }) => !replaced.has(rule)), ...judged].toSorted(byPolicyAndRule);
}

/** What lies at a longer prefix of another part is that part's. */
const regionOf = (prefix: string, parts: Parts): Region => ({
  prefix,
  without: parts.map((each) => each.prefix).filter((each) => each !== prefix && each.startsWith(prefix)),
});

type Among = {
  readonly all: readonly Standingly[];
  readonly resource: JudgedResource;
  readonly holds: JudgingPlan["holds"];
};

function judgeOne(self: Standingly, { all, resource, holds }: Among): Verdict {
  const { program, standing } = self;
  if (standing.fit === "unknown") return unknownRule(program.owner, standing, SCOPE_UNKNOWN);
  const rules = rulesOf(resource, program.control.id);
  if (rules === undefined) return unknownRule(program.owner, standing, `${program.control.id} could not be read`);
  const peers = all.filter((each) => each !== self && each.program.control.id === program.control.id);
  const frame = frameOf(self, [self, ...peers], undefined);
  return judgeLifecycle(self, frame, { rules, legalHold: () => holdOf(holds, resource.tags) }) ?? program.passed;
}

/** A bucket of which only is known that nothing ends there, such as one just made, has no rules. */
const rulesOf = ({ lifecycle, retention }: JudgedResource, control: string): readonly LifecycleRule[] | undefined =>
  lifecycle ?? (retention[control] === "unset" ? [] : undefined);

const byPolicyAndRule = (left: Verdict, right: Verdict): number =>
  left.policy === right.policy ? order(left.rule, right.rule) : order(left.policy, right.policy);

const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
