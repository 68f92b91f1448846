import type { RetentionPolicy, RetentionRule } from "#shared/catalog/documents/policy.ts";
import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { Compliant, JudgedResource, Unknown, Verdict, Violating } from "#shared/policy/judgement.ts";
import type { ResourceType, RetentionControl } from "#shared/policy/resource-types/resource-type.ts";
import {
  ANY_LENGTH,
  daysText,
  type Interval,
  intervalText,
  isEmpty,
  lengthOf,
  meet,
} from "#shared/policy/retention-interval.ts";
import { type RetentionAim, retentionTarget } from "#shared/policy/retention-target.ts";
import type { Owner, Standing } from "#shared/policy/standing.ts";

/** One rule on one control of one type, in whole days. */
export type RetentionProgram = {
  readonly owner: Owner;
  readonly control: RetentionControl;
  readonly interval: Interval;
  /** Days to set where nothing is set. */
  readonly unset?: number;
  /** The policy's scope names `dataset` and the control keeps the data itself: the dataset's own interval binds too. */
  readonly bindsDataset: boolean;
  readonly passed: Compliant;
  /** {@link passed} where another policy contradicts it. */
  readonly passedInConflict: Compliant;
};

const DAY = 86_400_000;

/** The rules of a policy that a type has controls for, in the order of their paths. */
export function compileRetention(policy: RetentionPolicy, type: ResourceType | undefined): readonly RetentionProgram[] {
  const namesDataset = policy.scope.some((clause) => clause.dataset !== undefined);
  return policy.retention.rules
    .flatMap((rule) => {
      const control = type?.controls.find(({ id }) => id === rule.control);
      return control === undefined ? [] : [programOf(policy, rule, { control, namesDataset })];
    })
    .toSorted((left, right) => (left.owner.rule < right.owner.rule ? -1 : 1));
}

function programOf(
  policy: RetentionPolicy,
  rule: RetentionRule,
  { control, namesDataset }: { readonly control: RetentionControl; readonly namesDataset: boolean },
): RetentionProgram {
  const owner: Owner = { policy: policy.id, rule: `retention.${rule.control}`, mode: policy.mode };
  const demoted: Owner = { ...owner, mode: policy.mode === "enforce" ? "notify" : policy.mode };
  return {
    owner,
    control,
    // A part of a day counts in favour of the limit: at least 36 h is 2 days, at most 36 h is 1.
    interval: {
      min: rule.min === undefined ? 0 : Math.ceil(rule.min / DAY),
      max: rule.max === undefined ? Number.POSITIVE_INFINITY : Math.floor(rule.max / DAY),
    },
    ...(rule.unset === undefined ? {} : { unset: Math.ceil(rule.unset / DAY) }),
    bindsDataset: namesDataset && control.keeps === "data",
    passed: Object.freeze({ ...owner, is: "compliant" }),
    passedInConflict: Object.freeze({ ...demoted, is: "compliant" }),
  };
}

/** A program with how its policy stands to the resource. */
export type Standingly = { readonly program: RetentionProgram; readonly standing: Standing };

export type RetentionInput = {
  readonly resource: JudgedResource;
  readonly facts: ResourceFacts;
  /** Every rule on the same control, of all policies that may have the resource in scope. */
  readonly peers: readonly Standingly[];
  readonly legalHold: RetentionAim["legalHold"];
};

/**
 * One rule against what all rules on its control leave possible.
 *
 * Rules that an exemption covers bind nobody; a rule whose scope is not known binds no interval, but
 * nothing is lowered while it may. Observing policies bind like others: what they would keep is not destroyed.
 */
export function judgeRetention(self: Standingly, input: RetentionInput): Verdict {
  const { program, standing } = self;
  const value = settingOf(input.resource, program.control.id);
  if (value === undefined) return unknownRule(self, `${program.control.id} could not be read`);
  const own = boundInterval(program, input.facts);
  if (own === undefined) return unknownRule(self, "how long its dataset is kept is not known");
  const all = standing.exempted === undefined ? combined(own, self, input) : own;
  const length = lengthOf(value, program.control);
  if (length >= own.min && length <= own.max && !(value === "unset" && program.unset !== undefined)) {
    return isEmpty(all) ? program.passedInConflict : program.passed;
  }
  return violation(self, { value, length, own, all, input });
}

function settingOf({ retention }: JudgedResource, control: string): number | "unset" | undefined {
  const value: unknown = retention[control];
  if (value === "unset") return value;
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

export function unknownRule({ program, standing }: Standingly, because: string): Unknown {
  const { exempted } = standing;
  return { ...program.owner, is: "unknown", because, ...(exempted === undefined ? {} : { exempted }) };
}

function boundInterval({ bindsDataset, interval }: RetentionProgram, facts: ResourceFacts): Interval | undefined {
  if (!bindsDataset) return interval;
  if (facts.retention === undefined) return undefined;
  return meet(interval, { ...ANY_LENGTH, ...facts.retention });
}

function combined(own: Interval, self: Standingly, { peers, facts }: RetentionInput): Interval {
  let all = own;
  for (const peer of peers) {
    if (peer === self || peer.standing.fit === "unknown" || peer.standing.exempted !== undefined) continue;
    all = meet(all, boundInterval(peer.program, facts) ?? ANY_LENGTH);
  }
  return all;
}

type Found = {
  readonly value: number | "unset";
  readonly length: number;
  readonly own: Interval;
  readonly all: Interval;
  readonly input: RetentionInput;
};

function violation({ program, standing }: Standingly, { value, length, own, all, input }: Found): Violating {
  const { owner, control } = program;
  const target = retentionTarget({
    control,
    value,
    length,
    own,
    all,
    legalHold: input.legalHold,
    undecided: input.peers.some((peer) => isOpen(peer, input.facts)),
    unset: unsetOf(program, input.peers),
  });
  const { exempted } = standing;
  const plannedChanges =
    exempted === undefined && target.days !== undefined
      ? [{ set: "retention" as const, control: control.id, days: target.days }]
      : [];
  return {
    ...owner,
    ...(isEmpty(all) && owner.mode === "enforce" ? { mode: "notify" as const } : {}),
    is: "violating",
    found: value === "unset" ? `${control.id} is not set` : daysText(value),
    wanted: isEmpty(own) ? "what no length can be" : intervalText(own),
    plannedChanges,
    direction: target.direction,
    why: target.why,
    ...(target.held === undefined || exempted !== undefined ? {} : { held: target.held }),
    ...(exempted === undefined ? {} : { exempted }),
  };
}

/** Whether it may yet bind, once somebody knows more. */
const isOpen = ({ program, standing }: Standingly, facts: ResourceFacts): boolean =>
  standing.fit === "unknown" || standing.exemptionUnknown === true || boundInterval(program, facts) === undefined;

/** The longest that any policy sets where nothing is set: the one that destroys least. */
function unsetOf(program: RetentionProgram, peers: readonly Standingly[]): number | undefined {
  const wanted = peers
    .filter(({ standing }) => standing.fit === "fits" && standing.exempted === undefined)
    .map((peer) => peer.program.unset)
    .filter((days) => days !== undefined);
  return wanted.length === 0 ? program.unset : Math.max(...wanted);
}
