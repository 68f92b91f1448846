import { type Finding, isOpen } from "#shared/findings/finding.ts";
import { announced, type FindingChange } from "#shared/findings/finding-change.ts";
import { shortHash } from "#shared/findings/finding-identity.ts";
import { actionId } from "#shared/kernel/ids.ts";
import { type EpochMillis, minutes, plus } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { type Action, type ActionChange, afterOf, changeText, settingOf } from "#shared/policy/enforce/action.ts";
import {
  ENFORCEMENT,
  type EnforceDeps,
  findingWrite,
  isGood,
  withRetries,
} from "#shared/policy/enforce/enforce-deps.ts";
import type { Force } from "#shared/policy/enforce/governed.ts";
import { haltAtCap } from "#shared/policy/enforce/halt-at-cap.ts";
import { KILL_SWITCH, type KillSwitch } from "#shared/policy/enforce/kill-switch.ts";
import { countWrite, type PolicyState, type Promotion } from "#shared/policy/enforce/policy-state.ts";
import type { DueWrite } from "#shared/policy/enforce/settle-findings.ts";
import { plannedOf } from "#shared/policy/enforce/sighting-of.ts";
import type { Stored } from "#shared/storage/record.ts";

/** One worker holds an action this long; from then on another may take it up. */
export const LEASE = minutes(2);

/** AWS takes no more tags of a user's on one resource ("Tag naming limits and requirements"). */
export const MOST_TAGS = 50;

export type Intended =
  /** The row is there since then and this worker may make its call. */
  | { readonly kind: "intended"; readonly stored: Stored<Action>; readonly at: EpochMillis }
  /** The same action was recorded before: by another worker, or by an earlier delivery of the same news. */
  | { readonly kind: "recorded"; readonly action: Action }
  /** A cap had no room: the policy is halted, and a finding says so. */
  | { readonly kind: "halted"; readonly because: string }
  | { readonly kind: "stopped"; readonly because: string };

export type WriteIntent = {
  readonly resource: ResourceState;
  /** When it was asked for. */
  readonly readAt: EpochMillis;
  readonly force: Force;
  /** All violations of this one policy on this one resource that may be written now. */
  readonly due: readonly DueWrite[];
  readonly run: string;
};

/**
 * Records what is about to be written: old values, new values, the policy's version and its plan,
 * counted against the caps, all in the one transaction that the kill switch and the policy's own row
 * must not have moved under. Without this row no call is made.
 *
 * The row's id follows from what is to be done, so that two workers who both want to do it meet at
 * one row, and the same news delivered again does nothing.
 *
 * `old`: what was read is too old to write by, and nothing is recorded; the account has to be read again.
 */
export const intendAction = (intent: WriteIntent, deps: EnforceDeps): Promise<Intended | "old"> =>
  withRetries(async () => {
    const changes = mergedChanges(intent);
    if (typeof changes === "string") return { kind: "stopped", because: changes };
    const ground = await groundFor(intent.force, deps);
    return "kind" in ground ? ground : recordIn(ground, { intent, changes }, deps);
  });

/** The rows that a write stands on: unchanged when it is recorded, or it is not recorded. */
type Ground = {
  readonly kill: Stored<KillSwitch> | undefined;
  readonly state: Stored<PolicyState>;
  readonly promotion: Promotion;
};

async function groundFor({ policy, hash }: Force, { stores }: EnforceDeps): Promise<Ground | Intended> {
  const [kill, state] = await Promise.all([stores.killSwitch.find(KILL_SWITCH), stores.policyStates.find(policy)]);
  if (kill?.value.on === true) return { kind: "stopped", because: "the kill switch is on" };
  const promotion = state?.value.promotion;
  if (state === undefined || promotion?.policyHash !== hash)
    return { kind: "stopped", because: "this version of the policy is not promoted" };
  if (state.value.halt !== undefined) return { kind: "halted", because: state.value.halt.because };
  return { kill, state, promotion };
}

type Wanted = { readonly intent: WriteIntent; readonly changes: readonly ActionChange[] };

async function recordIn(
  ground: Ground,
  { intent, changes }: Wanted,
  deps: EnforceDeps,
): Promise<Intended | "old" | "moved"> {
  const { stores, clock } = deps;
  const { kill, state, promotion } = ground;
  const now = clock.now();
  const action = actionOf({ intent, changes, promotion, now }, deps);
  const before = await stores.actions.find(action.id);
  if (before !== undefined) return { kind: "recorded", action: before.value };
  if (!isGood(intent.readAt, now)) return "old";
  const counted = countIn(state.value, intent, now);
  if (counted.kind === "breach") return haltAtCap({ force: intent.force, state, halted: counted.state }, deps);
  const rows = await intentRows({ intent, action, state, next: counted.state }, deps);
  if (rows === "changed") return { kind: "stopped", because: "its finding changed meanwhile" };
  if ("state" in rows) return { kind: "recorded", action: rows };
  const [made] = rows;
  const committed = await stores.commit(rows, [stores.killSwitch.unchanged(KILL_SWITCH, kill)]);
  return committed.ok ? { kind: "intended", stored: made.row, at: now } : "moved";
}

export const countIn = (state: PolicyState, { run, force }: WriteIntent, now: EpochMillis) =>
  countWrite(state, { run, now }, force.caps ?? { run: 0, day: 0, scopeMillionths: 0 });

/** The changes of all due violations, each setting once; a sentence where they cannot be made together. */
export function mergedChanges({ due, resource }: WriteIntent): readonly ActionChange[] | string {
  const bySetting = new Map<string, ActionChange>();
  for (const change of due.flatMap(({ verdict }) => plannedOf(verdict, resource))) {
    const setting = settingOf(change.change);
    const other = bySetting.get(setting);
    if (other !== undefined && afterOf(other.change) !== afterOf(change.change))
      return `two rules want different values for ${setting}`;
    bySetting.set(setting, change);
  }
  const changes = [...bySetting.values()].filter(({ change, before }) => afterOf(change) !== before);
  if (changes.length === 0) return "what is planned is there already";
  const tags = tagsAfter(resource, changes);
  return tags > MOST_TAGS ? `it would have ${tags} tags, and a ${MOST_TAGS + 1}st is refused` : changes;
}

/** Tags of a user's once the changes are made; those of AWS itself do not count. */
function tagsAfter(resource: ResourceState, changes: readonly ActionChange[]): number {
  const keys = new Set(Object.keys(resource.tags).filter((key) => !key.startsWith("aws:")));
  for (const { change } of changes) {
    if (change.set !== "tag") continue;
    if (change.value === undefined) keys.delete(change.key);
    else keys.add(change.key);
  }
  return changes.some(({ change }) => change.set === "tag" && change.value !== undefined) ? keys.size : 0;
}

export function actionOf(
  made: { intent: WriteIntent; changes: readonly ActionChange[]; promotion: Promotion; now: EpochMillis },
  { digest }: EnforceDeps,
): Action {
  const { intent, changes, promotion, now } = made;
  const { resource, force, due, run } = intent;
  const openSince = Math.max(...due.map(({ finding }) => finding.openSince)) as EpochMillis;
  const parts = [force.policy, force.hash, resource.arn, String(openSince), ...changes.map(changeText).toSorted()];
  return {
    id: actionId(`A-${shortHash(parts, digest)}`),
    policy: force.policy,
    policyHash: force.hash,
    plan: promotion.plan,
    run,
    resource: {
      arn: resource.arn,
      type: resource.type,
      account: resource.account,
      region: resource.region,
      name: resource.name,
    },
    changes,
    findings: due.map(({ finding }) => finding.id),
    cause: { kind: "enforce", openSince },
    intendedAt: now,
    undo: force.undo,
    state: "INTENDED",
    attempts: 1,
    nextAt: plus(now, LEASE),
  };
}

type IntentRows = {
  readonly intent: WriteIntent;
  readonly action: Action;
  readonly state: Stored<PolicyState>;
  readonly next: PolicyState;
};

/**
 * The ledger row, the count, and the findings that say it is being written; or that a finding changed, or the action
 * that is under way for it.
 */
async function intentRows({ intent, action, state, next }: IntentRows, { stores }: EnforceDeps) {
  const findings: { stored: Stored<Finding>; change: FindingChange | undefined }[] = [];
  for (const { finding } of intent.due) {
    const stored = await stores.findings.find(finding.id);
    if (stored === undefined || !sameCase(stored.value, finding)) return "changed";
    const other = stored.value.writing && (await stores.actions.find(stored.value.writing));
    if (other !== undefined) return other.value;
    findings.push({ stored, change: beingWritten(stored.value, action) });
  }
  const { policy } = intent.force;
  return [
    stores.actions.create(action.id, action, actionEvent("action.intended", action)),
    stores.policyStates.change(policy, state, { value: next, event: countedEvent(action) }),
    ...findings.flatMap(({ stored, change }) => (change === undefined ? [] : [findingWrite(stores, stored, change)])),
  ] as const;
}

/** What the findings of an action say while it is made. */
export const beingWritten = (finding: Finding, { id, intendedAt }: Action): FindingChange | undefined =>
  announced(finding, { next: { what: "Is being written", at: plus(intendedAt, LEASE) }, writing: id });

export const countedEvent = ({ id, run }: Action) => ({
  type: "policy-state.counted",
  by: ENFORCEMENT,
  data: { action: id, run },
});

/** Whether what was decided still stands: open since the same moment, and nothing taken back meanwhile. */
const sameCase = (now: Finding, then: Finding): boolean =>
  isOpen(now) && now.openSince === then.openSince && now.hold?.action === then.hold?.action;

/** What the ledger tells of an action: which settings, never what else the resource holds. */
export const actionEvent = (type: string, action: Action) => ({
  type,
  by: action.cause.kind === "undo" ? action.cause.by : ENFORCEMENT,
  data: {
    policy: action.policy,
    policyHash: action.policyHash,
    plan: action.plan,
    resource: action.resource.arn,
    state: action.state,
    changes: action.changes.map(changeText),
  },
});
