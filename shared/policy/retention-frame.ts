import type { ResourceFacts } from "#shared/policy/facts.ts";
import type { Compliant } from "#shared/policy/judgement.ts";
import { ANY_LENGTH, type Interval, intervalText, isEmpty, meet } from "#shared/policy/retention-interval.ts";
import { boundInterval, type RetentionProgram } from "#shared/policy/retention-program.ts";
import type { Standing } from "#shared/policy/standing.ts";

/** A program with how its policy stands to the resource. */
export type Standingly = { readonly program: RetentionProgram; readonly standing: Standing };

/** What a rule, and all rules on its control, leave possible. */
export type Frame = {
  /** Undefined: how long the dataset is kept is not known. */
  readonly own: Interval | undefined;
  readonly ownText: string;
  readonly all: Interval;
  readonly allText: string;
  /** As `all`, and not below what rules on a part of it ask for: a shorter end here would be theirs too. */
  readonly lowered: Interval;
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
 * A rule on a prefix binds what lies in it, and whoever would end it by ending more.
 */
export function frameOf(self: Standingly, peers: readonly Standingly[], facts: ResourceFacts | undefined): Frame {
  const { program, standing } = self;
  const own = boundInterval(program, facts);
  const binding = standing.exempted === undefined ? peers.filter(isBinding) : [];
  const bounds = (each: Standingly): Interval => boundInterval(each.program, facts) ?? ANY_LENGTH;
  const all = binding
    .filter((each) => isAround(each.program, program))
    .reduce((left, each) => meet(left, bounds(each)), own ?? ANY_LENGTH);
  const lowered = binding
    .filter((each) => isInside(each.program, program))
    .reduce((left, each) => meet(left, { ...ANY_LENGTH, min: bounds(each).min }), all);
  return {
    own,
    ownText: own === undefined || isEmpty(own) ? "what no length can be" : intervalText(own),
    all,
    allText: intervalText(all),
    lowered,
    undecided: peers.some((peer) => isOpen(peer, facts) && meets(peer.program, program)),
    unset: unsetOf(
      program,
      peers.filter((peer) => isBinding(peer) && isAround(peer.program, program)),
    ),
    ...(isEmpty(lowered) ? { metInConflict: program.passedInConflict } : {}),
  };
}

type Ranged = Pick<RetentionProgram, "region">;

/** Whether all that `inner` is about is in `outer` too. */
const isAround = ({ region: outer }: Ranged, { region: inner }: Ranged): boolean =>
  inner.prefix.startsWith(outer.prefix) && !outer.without.some((each) => inner.prefix.startsWith(each));

/** Whether `inner` is about a part of what `outer` is about. */
const isInside = (inner: Ranged, outer: Ranged): boolean =>
  inner.region.prefix !== outer.region.prefix && isAround(outer, inner);

const meets = (left: Ranged, right: Ranged): boolean => isAround(left, right) || isInside(left, right);

const isBinding = ({ standing }: Standingly): boolean => standing.fit === "fits" && standing.exempted === undefined;

/** Whether it may yet bind, once somebody knows more. */
const isOpen = ({ program, standing }: Standingly, facts: ResourceFacts | undefined): boolean =>
  standing.fit === "unknown" || standing.exemptionUnknown === true || boundInterval(program, facts) === undefined;

/** The longest that any policy sets where nothing is set: the one that destroys least. */
function unsetOf(program: RetentionProgram, peers: readonly Standingly[]): number | undefined {
  const wanted = peers.map((peer) => peer.program.unset).filter((days) => days !== undefined);
  return wanted.length === 0 ? program.unset : Math.max(...wanted);
}
