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

/** What a rule, and all rules on its control, leave possible. */
export type Frame = {
  /** Undefined: how long the dataset is kept is not known. */
  readonly own: Interval | undefined;
  readonly ownText: string;
  readonly all: Interval;
  readonly allText: string;
  /** A rule may bind that is not known to. */
  readonly undecided: boolean;
  readonly unset: number | undefined;
  /** Present where the rule, though met, contradicts another: it then only notifies. */
  readonly metInConflict?: Compliant;
};

/**
 * Combines the rules on one control.
 *
 * Rules that an exemption covers bind nobody; a rule whose scope is not known binds no interval, but
 * nothing is lowered while it may. Observing policies bind like others: what they would keep is not destroyed.
 */
export function frameOf(self: Standingly, peers: readonly Standingly[], facts: ResourceFacts | undefined): Frame {
  const { program, standing } = self;
  const own = boundInterval(program, facts);
  const binding = standing.exempted === undefined ? peers.filter(isBinding) : [];
  const all = binding.reduce(
    (left, each) => meet(left, boundInterval(each.program, facts) ?? ANY_LENGTH),
    own ?? ANY_LENGTH,
  );
  return {
    own,
    ownText: own === undefined || isEmpty(own) ? "what no length can be" : intervalText(own),
    all,
    allText: intervalText(all),
    undecided: peers.some((peer) => isOpen(peer, facts)),
    unset: unsetOf(program, peers.filter(isBinding)),
    ...(isEmpty(all) ? { metInConflict: program.passedInConflict } : {}),
  };
}

const isBinding = ({ standing }: Standingly): boolean => standing.fit === "fits" && standing.exempted === undefined;

/** Whether it may yet bind, once somebody knows more. */
const isOpen = ({ program, standing }: Standingly, facts: ResourceFacts | undefined): boolean =>
  standing.fit === "unknown" || standing.exemptionUnknown === true || boundInterval(program, facts) === undefined;

function boundInterval(
  { bindsDataset, interval }: RetentionProgram,
  facts: ResourceFacts | undefined,
): Interval | undefined {
  if (!bindsDataset) return interval;
  if (facts?.retention === undefined) return undefined;
  return meet(interval, { ...ANY_LENGTH, ...facts.retention });
}

/** The longest that any policy sets where nothing is set: the one that destroys least. */
function unsetOf(program: RetentionProgram, peers: readonly Standingly[]): number | undefined {
  const wanted = peers.map((peer) => peer.program.unset).filter((days) => days !== undefined);
  return wanted.length === 0 ? program.unset : Math.max(...wanted);
}

/** One rule within its frame; undefined: it is met, and nothing contradicts it. */
export function judgeRetention(
  self: Standingly,
  frame: Frame,
  read: { readonly retention: JudgedResource["retention"]; readonly legalHold: RetentionAim["legalHold"] },
): Verdict | undefined {
  const { program, standing } = self;
  const value = settingOf(read.retention, program.control.id);
  if (value === undefined) return unknownRule(program.owner, standing, `${program.control.id} could not be read`);
  const { own } = frame;
  if (own === undefined) return unknownRule(program.owner, standing, "how long its dataset is kept is not known");
  const length = lengthOf(value, program.control);
  if (length >= own.min && length <= own.max && !(value === "unset" && program.unset !== undefined)) {
    return frame.metInConflict;
  }
  return violation(self, { value, length, own, frame, legalHold: read.legalHold });
}

function settingOf(retention: JudgedResource["retention"], control: string): number | "unset" | undefined {
  const value: unknown = retention[control];
  if (value === "unset") return value;
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

export function unknownRule(owner: Owner, { exempted }: Standing, because: string): Unknown {
  return { ...owner, is: "unknown", because, ...(exempted === undefined ? {} : { exempted }) };
}

type Found = {
  readonly value: number | "unset";
  readonly length: number;
  readonly own: Interval;
  readonly frame: Frame;
  readonly legalHold: RetentionAim["legalHold"];
};

function violation({ program, standing }: Standingly, { value, length, own, frame, legalHold }: Found): Violating {
  const { owner, control } = program;
  const { all, allText, undecided, unset } = frame;
  const target = retentionTarget({ control, value, length, own, all, allText, legalHold, undecided, unset });
  const { exempted } = standing;
  const base = {
    policy: owner.policy,
    rule: owner.rule,
    mode: frame.metInConflict?.mode ?? owner.mode,
    is: "violating",
    found: value === "unset" ? `${control.id} is not set` : daysText(value),
    wanted: frame.ownText,
    direction: target.direction,
    why: target.why,
  } as const;
  if (exempted !== undefined) return { ...base, plannedChanges: [], exempted };
  if (target.days === undefined) return { ...base, plannedChanges: [], held: target.held };
  return { ...base, plannedChanges: [{ set: "retention", control: control.id, days: target.days }] };
}
