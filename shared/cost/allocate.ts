import type {
  Allocation,
  AllocationStep,
  MatrixRow,
  MeterReadings,
  Portion,
  SplitRule,
} from "#shared/cost/allocation.ts";
import { amountsJson, sameAmounts, sumAmounts } from "#shared/cost/amounts.ts";
import { type Amounts, type Bearer, bearerKey, type UnallocatedReason } from "#shared/cost/ledger.ts";
import { splitAmounts } from "#shared/cost/split.ts";
import type { Month } from "#shared/kernel/calendar.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import { canonicalJson } from "#shared/kernel/json.ts";
import { type Money, parseMoney } from "#shared/kernel/money.ts";

/** What stands before the splits: each bearer once. */
export type Borne = { readonly bearer: Bearer; readonly amounts: Amounts };

export type AllocateInput = {
  readonly period: Month;
  readonly borne: readonly Borne[];
  readonly rules: readonly SplitRule[];
  readonly meters: readonly MeterReadings[];
  /** EffectiveCost that a bearer caused itself, before any split: the weight of `by: spend`. */
  readonly spendOf: (bearer: Bearer) => Money;
};

/** A fault of ours: an allocation whose totals differ is never stored. */
export class NotConserved extends Error {
  override readonly name = "NotConserved";
}

/**
 * Splits the pools of one period by the rules in force in it.
 *
 * Each pool is split at most once, and only to those who are no pool, so no order of rules matters. A
 * pool without a rule stays a pool. Where a rule can name nobody (no weights, no readings) the pool
 * becomes unallocated, with the reason; money is never lost. Every step and the whole are equal in and out.
 *
 * @throws NotConserved never, unless the splitting itself is wrong
 */
export function allocate(input: AllocateInput, digest: Digest): Allocation {
  const steps: AllocationStep[] = [];
  const matrix = input.borne
    .toSorted((one, other) => (bearerKey(one.bearer) < bearerKey(other.bearer) ? -1 : 1))
    .map(({ bearer, amounts }): MatrixRow => {
      const step = stepOf(input, { bearer, amounts }, digest);
      if (step === undefined) return { from: bearer, in: amounts, cells: [{ to: bearer, amounts }] };
      steps.push(step);
      return {
        from: bearer,
        in: amounts,
        cells: step.portions.map(({ to, amounts: part }) => ({ to, amounts: part })),
      };
    });
  const before = sumAmounts(input.borne.map(({ amounts }) => amounts));
  const after = sumAmounts(matrix.flatMap((row) => row.cells.map(({ amounts }) => amounts)));
  if (!sameAmounts(before, after))
    throw new NotConserved(`The allocation of ${input.period} does not conserve its total`);
  const proof = { in: amountsJson(before), out: amountsJson(after), steps: steps.map(({ hash }) => hash) };
  return { period: input.period, matrix, steps, in: before, out: after, hash: digest(canonicalJson(proof)) };
}

/** Whether a rule counts in a month: from its first to its last, both included. */
export const inForce = (rule: SplitRule, period: Month): boolean =>
  rule.from <= period && (rule.until === undefined || period <= rule.until);

function stepOf(input: AllocateInput, { bearer, amounts }: Borne, digest: Digest): AllocationStep | undefined {
  const fitting = input.rules.filter(
    (rule) => inForce(rule, input.period) && bearerKey(rule.source) === bearerKey(bearer),
  );
  const [rule] = fitting;
  if (rule === undefined) return undefined;
  const portions = fitting.length > 1 ? unallocated(amounts, tieOf(fitting)) : portionsOf(input, rule, amounts);
  const out = sumAmounts(portions.map((portion) => portion.amounts));
  if (!sameAmounts(amounts, out)) throw new NotConserved(`Rule "${rule.id}" does not conserve its total`);
  const step = { rule: rule.id, ruleHash: rule.hash, from: bearer, method: rule.split.by, in: amounts, portions, out };
  return { ...step, hash: digest(canonicalJson(stepJson(step))) };
}

const tieOf = (rules: readonly SplitRule[]): UnallocatedReason => ({
  kind: "tie",
  between: rules.map(({ id }) => id).toSorted(),
});

const unallocated = (amounts: Amounts, because: UnallocatedReason): readonly Portion[] => [
  { to: { kind: "unallocated", because }, weight: "1", amounts },
];

function portionsOf(input: AllocateInput, rule: SplitRule, amounts: Amounts): readonly Portion[] {
  const weighed = weightsOf(input, rule);
  if (weighed === "no-meter") {
    const meter = rule.split.by === "meter" ? rule.split.meter : "";
    return unallocated(amounts, { kind: "no-meter", rule: rule.id, meter });
  }
  const sorted = weighed.toSorted((one, other) => (bearerKey(one.to) < bearerKey(other.to) ? -1 : 1));
  const parts = splitAmounts(
    amounts,
    sorted.map(({ weight }) => weight),
  );
  if (parts === undefined) return unallocated(amounts, { kind: "zero-weights", rule: rule.id });
  return parts.map((part, index) => {
    const { to, weight } = sorted[index] as Weighed;
    return { to, weight: weight.toString(), amounts: part };
  });
}

type Weighed = { readonly to: Bearer; readonly weight: bigint };

function weightsOf(input: AllocateInput, rule: SplitRule): readonly Weighed[] | "no-meter" {
  const targets = rule.to.length > 0 ? rule.to : spenders(input.borne);
  switch (rule.split.by) {
    case "even":
      return targets.map((to) => ({ to, weight: 1n }));
    case "fixed":
      return rule.split.shares.map(({ to, share }) => ({ to, weight: BigInt(share) }));
    case "spend":
      return targets.map((to) => ({ to, weight: notNegative(input.spendOf(to)) }));
    case "meter":
      return metered(input, rule.split.meter, targets);
  }
}

const spenders = (borne: readonly Borne[]): readonly Bearer[] =>
  borne
    .filter(({ bearer, amounts }) => bearer.kind === "workload" && amounts.effective > 0n)
    .map(({ bearer }) => bearer);

// A credit that outweighs the spend of a workload must not make others pay its share.
const notNegative = (weight: bigint): bigint => (weight > 0n ? weight : 0n);

/** A bearer without a reading has used nothing; a reading that cannot be read voids the meter. */
function metered(input: AllocateInput, meter: string, targets: readonly Bearer[]): readonly Weighed[] | "no-meter" {
  const readings = input.meters.find((each) => each.meter === meter && each.period === input.period)?.readings;
  if (readings === undefined) return "no-meter";
  const weighed = targets.map((to) => ({ to, weight: parseMoney(readings.get(bearerKey(to)) ?? "0") }));
  const readable = weighed.filter(
    (each): each is { to: Bearer; weight: Money } => each.weight !== undefined && each.weight >= 0n,
  );
  return readable.length === weighed.length ? readable : "no-meter";
}

/** A step as its hash is taken over, and as a manifest tells it. */
export const stepJson = (step: Omit<AllocationStep, "hash">) => ({
  rule: step.rule,
  ruleHash: step.ruleHash,
  from: bearerKey(step.from),
  method: step.method,
  in: amountsJson(step.in),
  portions: step.portions.map(({ to, weight, amounts }) => ({
    to: bearerKey(to),
    weight,
    amounts: amountsJson(amounts),
  })),
  out: amountsJson(step.out),
});
