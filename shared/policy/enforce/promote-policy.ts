import { cleared } from "#shared/findings/finding-change.ts";
import { type TollgateRule, tollgateFindingId } from "#shared/findings/tollgate-finding.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { type EpochMillis, plus } from "#shared/kernel/time.ts";
import { type EnforceDeps, findingWrite, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import { type Force, forceOf } from "#shared/policy/enforce/governed.ts";
import type { Plan } from "#shared/policy/enforce/plan.ts";
import { NO_WRITES, PLAN_GOOD_FOR, type PolicyState } from "#shared/policy/enforce/policy-state.ts";
import type { PlanStore } from "#shared/policy/enforce/ports.ts";
import type { Actor } from "#shared/storage/event.ts";
import type { Stored } from "#shared/storage/record.ts";
import type { Change } from "#shared/storage/records.ts";

export type PromotionRefused =
  | { readonly kind: "no-such-policy" }
  | { readonly kind: "no-such-plan" }
  /** The document says observe or notify: it is what counts, and it has to be changed first. */
  | { readonly kind: "not-enforce"; readonly mode: Force["mode"] }
  | { readonly kind: "no-caps" }
  /** The plan is of another version of the document. */
  | { readonly kind: "other-version" }
  | { readonly kind: "plan-too-old"; readonly goodUntil: EpochMillis }
  | { readonly kind: "plan-incomplete"; readonly unread: number }
  | { readonly kind: "other-count"; readonly expected: number; readonly planned: number }
  | { readonly kind: "author-unknown" }
  | { readonly kind: "author-promotes" };

export type Promote = {
  readonly policy: string;
  readonly plan: string;
  /** Resources that the promoter expects to change: what they read in the plan. */
  readonly expect: number;
  readonly by: string;
};

type PromoteDeps = Pick<EnforceDeps, "stores" | "governance" | "clock" | "digest"> & { readonly plans: PlanStore };

/**
 * Lets this very version of a policy write. It rests on a stored plan of the same document, no older
 * than 24 hours and with nothing unread, whose number of changes the promoter names; and whoever
 * promotes is not who wrote it. A changed document is a version that nobody promoted.
 */
export const promotePolicy = (input: Promote, deps: PromoteDeps): Promise<Result<PolicyState, PromotionRefused>> =>
  withRetries(async () => {
    const governed = await deps.governance.current();
    const force = forceOf(governed, input.policy);
    if (force === undefined) return err({ kind: "no-such-policy" });
    const plan = (await deps.plans.find(input.plan))?.value;
    if (plan === undefined || plan.policy !== input.policy) return err({ kind: "no-such-plan" });
    const now = deps.clock.now();
    const refused = refusalOf(input, { force, plan, now });
    if (refused !== undefined) return err(refused);
    const stored = await deps.stores.policyStates.find(input.policy);
    const promotion = {
      policyHash: force.hash,
      plan: plan.id,
      by: input.by,
      at: now,
      inScope: plan.counts.inScope,
    };
    const { promotion: _old, ...rest } = stored?.value ?? freshState(input.policy);
    const state: PolicyState = { ...rest, promotion };
    const data = { plan: plan.id, policyHash: force.hash, expect: input.expect };
    const row = stateWrite(stored, { state, by: input.by, type: "policy-state.promoted", data }, deps);
    return (await deps.stores.commit([row])).ok ? ok(state) : "moved";
  });

type Rest = { readonly force: Force; readonly plan: Plan; readonly now: EpochMillis };

function refusalOf(input: Promote, { force, plan, now }: Rest): PromotionRefused | undefined {
  if (force.mode !== "enforce") return { kind: "not-enforce", mode: force.mode };
  if (force.caps === undefined) return { kind: "no-caps" };
  return ofPlan(input, { force, plan, now }) ?? ofPeople(input, force);
}

function ofPlan({ expect }: Promote, { force, plan, now }: Rest): PromotionRefused | undefined {
  if (plan.policyHash !== force.hash) return { kind: "other-version" };
  const goodUntil = plus(plan.at, PLAN_GOOD_FOR);
  if (now > goodUntil) return { kind: "plan-too-old", goodUntil };
  if (plan.counts.unread > 0) return { kind: "plan-incomplete", unread: plan.counts.unread };
  if (plan.counts.change !== expect) return { kind: "other-count", expected: expect, planned: plan.counts.change };
  return undefined;
}

function ofPeople({ by }: Promote, { author }: Force): PromotionRefused | undefined {
  if (author === undefined) return { kind: "author-unknown" };
  return author === by ? { kind: "author-promotes" } : undefined;
}

type HaltDeps = Pick<EnforceDeps, "stores" | "clock" | "digest">;

export type HaltInput = { readonly policy: string; readonly because: string; readonly by: Actor };

/** Stops every write of one policy from now on. Halted already: it stays as it is, with its first reason. */
export const haltPolicy = ({ policy, because, by }: HaltInput, deps: HaltDeps): Promise<PolicyState> =>
  withRetries(async () => {
    const stored = await deps.stores.policyStates.find(policy);
    if (stored?.value.halt !== undefined) return stored.value;
    const state: PolicyState = {
      ...(stored?.value ?? freshState(policy)),
      halt: { because, by, at: deps.clock.now() },
    };
    const row = stateWrite(stored, { state, by, type: "policy-state.halted", data: { because } }, deps);
    return (await deps.stores.commit([row])).ok ? state : "moved";
  });

/**
 * Lets a halted policy write again, and begins a new count: a person looked at what it did. The
 * findings about its halt, and about writes of its that had no effect, are over.
 */
export const resumePolicy = (
  { policy, by }: { readonly policy: string; readonly by: Actor },
  deps: HaltDeps,
): Promise<PolicyState | undefined> =>
  withRetries(async () => {
    const stored = await deps.stores.policyStates.find(policy);
    if (stored?.value.halt === undefined) return stored?.value;
    const { halt, ...rest } = stored.value;
    const state: PolicyState = { ...rest, count: NO_WRITES };
    const rows = [
      stateWrite(stored, { state, by, type: "policy-state.resumed", data: { because: halt.because } }, deps),
      ...(await closed("policy.halted", { policy, by }, deps)),
      ...(await closed("action.without-effect", { policy, by }, deps)),
    ];
    return (await deps.stores.commit(rows)).ok ? state : "moved";
  });

async function closed(
  rule: TollgateRule,
  { policy, by }: { readonly policy: string; readonly by: Actor },
  { stores, clock, digest }: HaltDeps,
): Promise<readonly Change[]> {
  const stored = await stores.findings.find(tollgateFindingId({ rule, about: `policy/${policy}` }, digest));
  const change = stored === undefined ? undefined : cleared(stored.value, "over", clock.now());
  return change === undefined ? [] : [findingWrite(stores, stored, { ...change, by })];
}

export const freshState = (policy: string): PolicyState => ({ policy, count: NO_WRITES });

type Made = {
  readonly state: PolicyState;
  readonly by: Actor;
  readonly type: string;
  readonly data: { readonly [name: string]: string | number };
};

function stateWrite(
  stored: Stored<PolicyState> | undefined,
  { state, by, type, data }: Made,
  { stores }: Pick<EnforceDeps, "stores">,
): Change {
  const event = { type, by, data };
  return stores.policyStates.upsert(state.policy, stored, { value: state, event });
}
