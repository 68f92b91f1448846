import { days, type EpochMillis, plus } from "#shared/kernel/time.ts";
import type { ResourceChange, ResourceState } from "#shared/policy/cloud.ts";
import type { Action, ActionChange } from "#shared/policy/enforce/action.ts";
import type { EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import { type ApproverStage, forceOf, type Governed, missingStages } from "#shared/policy/enforce/governed.ts";
import { refOf } from "#shared/policy/enforce/perform-action.ts";
import { withRuleDays } from "#shared/policy/lifecycle.ts";

/** What taking back asks for where that destroys data: who must agree, and not before when. */
export type Lowering = { readonly stages: readonly ApproverStage[]; readonly earliest: EpochMillis };

/** Why data may not be destroyed to take something back. */
export type LoweringRefused = { readonly kind: "stopped"; readonly because: string };

/** Used where the policy is gone or names no grace: as long as a new one would have to be (documents.md). */
const LONGEST_USUAL_GRACE = days(14);

/** Undefined where nothing is lowered. A legal hold, or nobody who could agree, refuses it. */
export async function loweringOf(
  undo: { readonly action: Action; readonly changes: readonly ActionChange[]; readonly resource: ResourceState },
  { governance, clock }: EnforceDeps,
): Promise<Lowering | LoweringRefused | undefined> {
  if (undo.changes.every(({ direction }) => direction !== "lower")) return undefined;
  const governed = await governance.current();
  if (await isHeld(undo, governed)) return { kind: "stopped", because: "a legal hold covers it" };
  const { policy } = undo.action;
  const stages = stagesFor(undo, { policy, governed });
  if (stages.length === 0 || stages.some(({ people }) => people.size === 0))
    return { kind: "stopped", because: "taking it back deletes data, and there is nobody who may agree to that" };
  return { stages, earliest: plus(clock.now(), forceOf(governed, policy)?.grace.lower ?? LONGEST_USUAL_GRACE) };
}

type Lowered = { readonly changes: readonly ActionChange[]; readonly resource: ResourceState };

/** By its tags, and judged as it would be afterwards: only then does a rule that is kept now say that a hold covers it. */
async function isHeld({ changes, resource }: Lowered, governed: Governed): Promise<boolean> {
  if (governed.isOnHold(resource)) return true;
  const after = changes.reduce((state, { change }) => withRetention(state, change), resource);
  const { verdicts } = await governed.judge(after);
  return verdicts.some((each) => each.is === "violating" && each.held === "legal-hold");
}

/** The resource as it is once a retention is written. */
function withRetention(state: ResourceState, change: ResourceChange): ResourceState {
  if (change.set !== "retention") return state;
  const { control, days: length, rule } = change;
  if (rule === undefined) return { ...state, retention: { ...state.retention, [control]: length } };
  return { ...state, lifecycle: withRuleDays(state.lifecycle ?? [], control, { rule, days: length }) };
}

/** Who must agree, as things are now. A resource that cannot be read has nobody who could: it waits. */
export async function stagesNow(
  undo: Action,
  { cloud, governance }: Pick<EnforceDeps, "cloud" | "governance">,
): Promise<readonly ApproverStage[]> {
  const read = await cloud.read(refOf(undo.resource));
  if (read.kind !== "read") return [{ text: "somebody, once it can be read", need: 1, people: new Set() }];
  const governed = await governance.current();
  return stagesFor({ changes: undo.changes, resource: read.state }, { policy: undo.policy, governed });
}

/** Of each prefix that is lowered: the same people are asked once. */
function stagesFor(
  { changes, resource }: Lowered,
  { policy, governed }: { readonly policy: string; readonly governed: Governed },
): readonly ApproverStage[] {
  const prefixes = new Set(
    changes.map(({ change }) => (change.set === "retention" ? (change.rule?.prefix ?? "") : "")),
  );
  const stages = [...prefixes].flatMap((prefix) =>
    governed.approvers({ policy, direction: "lower", resource, prefix }),
  );
  const keyOf = ({ text, need, people }: ApproverStage): string => JSON.stringify([text, need, [...people].toSorted()]);
  return [...new Map(stages.map((stage) => [keyOf(stage), stage])).values()];
}

/** What an undo waits for, in words; nothing once it is on its way. */
export const waitsFor = (undo: Action, stages: readonly ApproverStage[]): readonly string[] =>
  undo.state === "WAITING" ? ["its grace", ...missingStages(stages, undo.approvals).map(({ text }) => text)] : [];
