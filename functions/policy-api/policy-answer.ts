import type { ActionAnswer, PlanAnswer, PolicyAnswer } from "#shared/contracts/http/policy-answers.ts";
import { type EpochMillis, isoOf, plus } from "#shared/kernel/time.ts";
import { type Action, afterOf, changeText, settingOf, valueText } from "#shared/policy/enforce/action.ts";
import type { Force } from "#shared/policy/enforce/governed.ts";
import { type Plan, type PlanEntry, planSentence } from "#shared/policy/enforce/plan.ts";
import { PLAN_GOOD_FOR, type PolicyState } from "#shared/policy/enforce/policy-state.ts";

/** A policy and whether it may write, as the API tells it. */
export function policyAnswer(
  force: Force,
  { state, now }: { readonly state: PolicyState | undefined; readonly now: EpochMillis },
): PolicyAnswer {
  const { promotion, halt, count } = state ?? {};
  const promoted = promotion?.policyHash === force.hash;
  return {
    id: force.policy,
    title: force.title,
    team: force.team,
    mode: force.mode,
    severity: force.severity,
    hash: force.hash,
    enforcing: force.mode === "enforce" && promoted && halt === undefined && force.caps !== undefined,
    ...(halt === undefined ? {} : { halted: { because: halt.because, by: halt.by, at: isoOf(halt.at) } }),
    ...(promotion === undefined
      ? {}
      : {
          promoted: { plan: promotion.plan, by: promotion.by, at: isoOf(promotion.at), hash: promotion.policyHash },
        }),
    writesToday: count?.day === isoOf(now).slice(0, 10) ? count.today : 0,
    ...(force.caps === undefined ? {} : { dayCap: force.caps.day }),
  };
}

export const planHeadAnswer = (plan: Plan, readOnly: string | undefined) => ({
  id: plan.id,
  policy: plan.policy,
  hash: plan.policyHash,
  by: plan.by,
  at: isoOf(plan.at),
  goodUntil: isoOf(plus(plan.at, PLAN_GOOD_FOR)),
  counts: { ...plan.counts },
  sentence: planSentence(plan.counts, readOnly),
});

type PlanPart = {
  readonly entries: readonly PlanEntry[];
  readonly page: number;
  /** Why the plane writes nothing; undefined where it does. */
  readonly readOnly: string | undefined;
};

/** A plan with one page of its entries; `cursor` is the number of the next page. */
export const planAnswer = (plan: Plan, { entries, page, readOnly }: PlanPart): PlanAnswer => ({
  ...planHeadAnswer(plan, readOnly),
  unread: [...plan.unread],
  entries: entries.map(({ changes, ...entry }) => ({
    ...entry,
    changes: changes.map(({ change, before, direction }) => ({
      setting: settingOf(change),
      from: valueText(change, before),
      to: valueText(change, afterOf(change)),
      direction,
    })),
  })),
  ...(page + 1 < plan.pages ? { cursor: String(page + 1) } : {}),
});

/** A row of the ledger as the API tells it. */
export function actionAnswer(action: Action): ActionAnswer {
  const { id, policy, policyHash, plan, resource, state, cause, undoneBy } = action;
  return {
    id,
    policy,
    hash: policyHash,
    plan,
    resource: resource.arn,
    type: resource.type,
    name: resource.name,
    state,
    ...(action.state === "FAILED" || action.state === "UNKNOWN" ? { because: action.because } : {}),
    changes: action.changes.map(changeText),
    findings: [...action.findings],
    intendedAt: isoOf(action.intendedAt),
    ...(action.state === "DONE"
      ? {
          doneAt: isoOf(action.at),
          ...(cause.kind === "enforce" ? { undoUntil: isoOf(plus(action.at, action.undo)) } : {}),
        }
      : {}),
    ...(cause.kind === "undo" ? { undoes: cause.action } : {}),
    ...(undoneBy === undefined ? {} : { undoneBy }),
  };
}
