import type { Finding } from "#shared/findings/finding.ts";
import { type FindingChange, told } from "#shared/findings/finding-change.ts";
import type { Pending } from "#shared/findings/pending.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";
import type { Action } from "#shared/policy/enforce/action.ts";
import { afterAction } from "#shared/policy/enforce/after-action.ts";
import { type EnforceDeps, findingWrite, isGood } from "#shared/policy/enforce/enforce-deps.ts";
import {
  actionEvent,
  actionOf,
  beingWritten,
  countedEvent,
  countIn,
  mergedChanges,
  type WriteIntent,
} from "#shared/policy/enforce/intend-action.ts";
import { KILL_SWITCH } from "#shared/policy/enforce/kill-switch.ts";
import { judgedNoMore, judgedWrite } from "#shared/policy/enforce/pending-resources.ts";
import { outcomeWrite, type Sent } from "#shared/policy/enforce/perform-action.ts";
import type { PolicyState } from "#shared/policy/enforce/policy-state.ts";
import type { ResourceRows } from "#shared/policy/enforce/resource-rows.ts";
import type { FindingStep, Settling } from "#shared/policy/enforce/settle-findings.ts";
import type { Stored } from "#shared/storage/record.ts";
import type { RowChange } from "#shared/storage/record-store.ts";
import type { Change } from "#shared/storage/records.ts";

/** One judgement of a resource, and what is to be written by it. */
export type Turn = {
  readonly resource: WriteIntent["resource"];
  readonly rows: ResourceRows;
  readonly settling: Settling;
  /** What records that its event told of it, where that is not done yet. */
  readonly news: readonly Change[];
  /** A write that was just seen in the account; its outcome is stored with what the judgement makes of it. */
  readonly sent?: Sent;
};

/** What the outcome of an action makes of its findings, by id. */
export function movedBy(
  sent: Sent | undefined,
  { findings }: Pick<ResourceRows, "findings">,
  now: EpochMillis,
): ReadonlyMap<string, FindingChange> {
  const moved = new Map<string, FindingChange>();
  for (const id of sent?.action.findings ?? []) {
    const stored = findings.get(id);
    const change = stored === undefined || sent === undefined ? undefined : afterAction(stored.value, sent.action, now);
    if (change !== undefined) moved.set(id, change);
  }
  return moved;
}

/**
 * Writes what was judged, in one transaction; the rows as they are then.
 *
 * `moved`: another judgement came between the reading and this one. The account has to be read again,
 * or what was put right meanwhile would be found wrong by what was read before.
 */
export async function settleTurn(
  turn: Turn,
  { isLast }: { readonly isLast: boolean },
  deps: EnforceDeps,
): Promise<ResourceRows | "moved"> {
  const findings = turn.settling.steps.flatMap((step) => stepWrite(step, deps));
  const outcome = outcomeOf(turn, deps);
  const fence = findings.length > 0 ? fenceWrite(turn, deps) : isLast ? judgedNoMore(turn.rows.fence, deps) : undefined;
  const rows = [...findings, ...outcome, ...(fence === undefined ? [] : [fence]), ...turn.news];
  if (!(await deps.stores.commit(rows)).ok) return "moved";
  return rowsAfter(turn.rows, { findings, ...(fence === undefined ? {} : { fence }) });
}

/** An action that is recorded, and whose call this worker may make. */
export type Begun = {
  readonly stored: Stored<Action>;
  readonly rows: ResourceRows;
  /** When the kill switch and the policy's row were last known to let it. */
  readonly freeAt: EpochMillis;
};

/**
 * The same, and in the same transaction what is about to be written: the before-image, its count against the caps, and
 * on condition that the kill switch has not moved.
 *
 * Undefined where that is not to be had in one: then nothing is written, and one comes after the other, which also says
 * what is in the way.
 */
export async function settleAndBegin(turn: Turn, intent: WriteIntent, deps: EnforceDeps): Promise<Begun | undefined> {
  const { stores, clock } = deps;
  const now = clock.now();
  const ground = groundOf(turn.rows, intent, now);
  const changes = mergedChanges(intent);
  if (ground === undefined || typeof changes === "string" || !isGood(intent.readAt, now)) return undefined;
  const { state, counted, promotion } = ground;
  const action = actionOf({ intent, changes, promotion, now }, deps);
  const steps = turn.settling.steps.map((step) => withWriting(step, action));
  const findings = steps.flatMap((step) => stepWrite(step, deps));
  const fence = fenceWrite(turn, deps);
  const made = stores.actions.create(action.id, action, actionEvent("action.intended", action));
  const count = stores.policyStates.change(state.value.policy, state, { value: counted, event: countedEvent(action) });
  const { kill } = turn.rows;
  const same = steps.flatMap(({ stored, change, finding }) =>
    change === undefined && finding !== undefined && action.findings.includes(finding.id)
      ? [stores.findings.unchanged(finding.id, stored)]
      : [],
  );
  const committed = await stores.commit(
    [...findings, fence, ...outcomeOf(turn, deps), made, count, ...turn.news],
    [stores.killSwitch.unchanged(KILL_SWITCH, kill?.stored), ...same],
  );
  if (!committed.ok) return undefined;
  return { stored: made.row, rows: rowsAfter(turn.rows, { findings, fence, state: count }), freeAt: now };
}

/** The row of the policy with one write more in it; undefined where something keeps it from being made. */
function groundOf({ kill, states }: ResourceRows, intent: WriteIntent, now: EpochMillis) {
  const { policy, hash } = intent.force;
  const state = states.get(policy);
  const promotion = state?.value.promotion;
  if (kill === undefined || kill.stored?.value.on === true) return undefined;
  if (state === undefined || promotion?.policyHash !== hash || state.value.halt !== undefined) return undefined;
  const counted = countIn(state.value, intent, now);
  return counted.kind === "breach" ? undefined : { state, promotion, counted: counted.state };
}

/** What was seen and that it is being written are told together. */
function withWriting(step: FindingStep, action: Action): FindingStep {
  const { finding, change } = step;
  if (finding === undefined || !action.findings.includes(finding.id)) return step;
  const next = beingWritten(finding, action);
  if (next === undefined) return step;
  const event = change === undefined ? next.event : told(change.event.type, next.finding);
  return { ...step, finding: next.finding, change: { finding: next.finding, event } };
}

const stepWrite = ({ stored, change }: FindingStep, { stores }: EnforceDeps): readonly RowChange<Finding>[] =>
  change === undefined ? [] : [findingWrite(stores, stored, change)];

const outcomeOf = ({ sent }: Turn, deps: EnforceDeps) =>
  sent === undefined ? [] : [outcomeWrite(sent.stored, sent.action, deps)];

/** The resource's own row, which must be as it was before the account was read. */
const fenceWrite = ({ resource, rows }: Turn, deps: EnforceDeps): RowChange<Pending> => {
  const { arn, type, account, region } = resource;
  return judgedWrite({ ref: { arn, type, account, region }, fence: rows.fence }, deps);
};

type Written = {
  readonly findings: readonly RowChange<Finding>[];
  readonly fence?: RowChange<Pending>;
  readonly state?: RowChange<PolicyState>;
};

/** Committed, they are as they were written. */
const rowsAfter = (rows: ResourceRows, { findings, fence, state }: Written): ResourceRows => ({
  ...rows,
  fence: fence?.row ?? rows.fence,
  findings: new Map([...rows.findings, ...findings.map(({ row }) => [row.value.id, row] as const)]),
  states: new Map([...rows.states, ...(state === undefined ? [] : [[state.row.value.policy, state.row] as const])]),
});
