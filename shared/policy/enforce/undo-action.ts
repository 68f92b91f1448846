import type { Finding } from "#shared/findings/finding.ts";
import { told } from "#shared/findings/finding-change.ts";
import { shortHash } from "#shared/findings/finding-identity.ts";
import { actionId, type PersonId } from "#shared/kernel/ids.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { type EpochMillis, plus } from "#shared/kernel/time.ts";
import type { ResourceState } from "#shared/policy/cloud.ts";
import { type Action, type ActionChange, inverseOf } from "#shared/policy/enforce/action.ts";
import { standOf, valuesText } from "#shared/policy/enforce/action-outcome.ts";
import { irretrievable } from "#shared/policy/enforce/after-action.ts";
import { type EnforceDeps, findingWrite, withRetries } from "#shared/policy/enforce/enforce-deps.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { missingStages, stageFor } from "#shared/policy/enforce/governed.ts";
import { actionEvent, LEASE } from "#shared/policy/enforce/intend-action.ts";
import { KILL_SWITCH } from "#shared/policy/enforce/kill-switch.ts";
import { performAction, refOf } from "#shared/policy/enforce/perform-action.ts";
import { type Lowering, loweringOf, stagesNow, waitsFor } from "#shared/policy/enforce/undo-lowering.ts";
import type { Stored } from "#shared/storage/record.ts";
import type { Change } from "#shared/storage/records.ts";

/** Why an action is not taken back. */
export type UndoRefused =
  | { readonly kind: "no-such-action" }
  | { readonly kind: "not-done"; readonly state: Action["state"] }
  | { readonly kind: "is-an-undo" }
  | { readonly kind: "too-late"; readonly until: EpochMillis }
  /** Somebody changed it since; what they made stays. */
  | { readonly kind: "changed-since"; readonly found: string }
  | { readonly kind: "unreadable"; readonly because: string }
  | { readonly kind: "stopped"; readonly because: string }
  /** It lowers a retention, and this person is none of those who must agree. */
  | { readonly kind: "not-an-approver"; readonly needs: readonly string[] };

/** How the taking back stands, who must still agree, and what it cannot bring back. */
export type Undone = {
  readonly action: Action;
  readonly waitsFor: readonly string[];
  readonly cannot?: string;
};

/**
 * Puts back what an action found, unless somebody changed it since.
 *
 * Taking back a raise is a lowering and destroys data: it is recorded, waits out the lowering's grace
 * and its approvals, and each further call by another person who may approve is their yes. Everything
 * else is written at once and read back. The finding is held, so that this version of the policy does
 * not do it again.
 */
export async function undoAction(
  { id, by }: { readonly id: string; readonly by: PersonId },
  deps: EnforceDeps,
): Promise<Result<Undone, UndoRefused>> {
  const intended = await withRetries(() => intendUndo({ id, by }, deps));
  if (!intended.ok) return intended;
  if (!intended.value.mayWrite) return ok(answerOf(intended.value));
  const { action } = await performAction(intended.value.stored, deps);
  // What is undone is wrong again: its finding says so now, and is held from being put right.
  await governResource({ ref: refOf(action.resource), foundBy: "event", run: action.run }, deps);
  return ok(answerOf({ ...intended.value, stored: { ...intended.value.stored, value: action } }));
}

type Intent = {
  readonly stored: Stored<Action>;
  readonly waitsFor: readonly string[];
  readonly of: Action;
  /** Only the call that recorded it makes its write; who comes while it is made is told how it stands. */
  readonly mayWrite: boolean;
};

function answerOf({ stored, waitsFor, of }: Intent): Undone {
  const cannot = irretrievable(of);
  return { action: stored.value, waitsFor, ...(cannot === undefined ? {} : { cannot }) };
}

type Call = { readonly id: string; readonly by: PersonId };

async function intendUndo({ id, by }: Call, deps: EnforceDeps): Promise<Result<Intent, UndoRefused> | "moved"> {
  const { stores, clock, cloud } = deps;
  const original = await stores.actions.find(id);
  if (original === undefined) return err({ kind: "no-such-action" });
  const earlier = await earlierUndo(original.value, deps);
  if (earlier !== undefined && earlier.value.state !== "FAILED") return joinUndo({ original, earlier, by }, deps);
  const refused = refusalOf(original.value, clock.now());
  if (refused !== undefined) return err(refused);
  if (cloud.readOnly !== undefined) return err({ kind: "stopped", because: cloud.readOnly });
  const kill = await stores.killSwitch.find(KILL_SWITCH);
  if (kill?.value.on === true) return err({ kind: "stopped", because: "the kill switch is on" });
  const read = await cloud.read(refOf(original.value.resource));
  if (read.kind !== "read") return err({ kind: "unreadable", because: unreadText(read) });
  if (standOf(original.value, read.state) !== "after")
    return err({ kind: "changed-since", found: valuesText(original.value, read.state) });
  return record({ original, resource: read.state, by, after: earlier?.value.id ?? "" }, deps);
}

function refusalOf(action: Action, now: EpochMillis): UndoRefused | undefined {
  if (action.cause.kind === "undo") return { kind: "is-an-undo" };
  if (action.state !== "DONE") return { kind: "not-done", state: action.state };
  const until = plus(action.at, action.undo);
  return now > until ? { kind: "too-late", until } : undefined;
}

const unreadText = (read: { readonly kind: string; readonly code?: string }): string =>
  read.kind === "gone" ? "the resource is gone" : `it cannot be read now (${read.code ?? read.kind})`;

const earlierUndo = async ({ undoneBy }: Action, { stores }: EnforceDeps): Promise<Stored<Action> | undefined> =>
  undoneBy === undefined ? undefined : stores.actions.find(undoneBy);

type New = {
  readonly original: Stored<Action>;
  readonly resource: ResourceState;
  readonly by: PersonId;
  /** The failed attempt before this one. */
  readonly after: string;
};

async function record(made: New, deps: EnforceDeps): Promise<Result<Intent, UndoRefused> | "moved"> {
  const { original, by } = made;
  const { stores, clock } = deps;
  const changes = original.value.changes.map(inverseOf);
  const lowering = await loweringOf({ action: original.value, changes, resource: made.resource }, deps);
  if (lowering !== undefined && "kind" in lowering) return err(lowering);
  const undo = undoRow({ made, changes, lowering }, deps);
  const rows: Change[] = [
    stores.actions.create(undo.id, undo, actionEvent("action.undo-intended", undo)),
    stores.actions.change(original.value.id, original, {
      value: { ...original.value, undoneBy: undo.id },
      event: { type: "action.undone", by, data: { undo: undo.id, policy: undo.policy, resource: undo.resource.arn } },
    }),
    ...(await holds({ action: original.value, undo, by, now: clock.now() }, deps)),
  ];
  const committed = await stores.commit(rows);
  if (!committed.ok) return "moved";
  const stored = await stores.actions.find(undo.id);
  if (stored === undefined) return "moved";
  // At a later revision another worker took it up, as this one took longer than it may.
  const mayWrite = stored.revision === 1 && stored.value.state === "INTENDED";
  return ok({ stored, waitsFor: waitsFor(undo, lowering?.stages ?? []), of: original.value, mayWrite });
}

function undoRow(
  { made, changes, lowering }: { made: New; changes: readonly ActionChange[]; lowering: Lowering | undefined },
  { clock, digest }: EnforceDeps,
): Action {
  const { id, policy, policyHash, plan, resource, findings, undo } = made.original.value;
  const now = clock.now();
  const facts = {
    id: actionId(`A-${shortHash(["undo", id, made.after], digest)}`),
    policy,
    policyHash,
    plan,
    run: "undo",
    resource,
    changes,
    findings,
    cause: { kind: "undo" as const, action: id, by: made.by },
    intendedAt: now,
    undo,
  };
  if (lowering === undefined) return { ...facts, state: "INTENDED", attempts: 1, nextAt: plus(now, LEASE) };
  const stage = stageFor(made.by, lowering.stages, []);
  const approvals = stage === undefined ? [] : [{ stage, by: made.by, at: now }];
  return { ...facts, state: "WAITING", nextAt: lowering.earliest, approvals };
}

/** This version of the policy does not do it again: a person said no. */
async function holds(
  { action, undo, by, now }: { action: Action; undo: Action; by: PersonId; now: EpochMillis },
  { stores }: EnforceDeps,
): Promise<readonly Change[]> {
  const rows: Change[] = [];
  for (const id of action.findings) {
    const stored = await stores.findings.find(id);
    if (stored === undefined) continue;
    const { undo: _offer, ...rest } = stored.value;
    const hold = { action: undo.id, by, at: now, policyHash: action.policyHash };
    const finding: Finding = { ...rest, hold };
    rows.push(findingWrite(stores, stored, { finding, event: told("finding.held", finding), by }));
  }
  return rows;
}

/** A further call: where people must agree, it is this person's yes; else it only tells how it stands. */
async function joinUndo(
  joined: { readonly original: Stored<Action>; readonly earlier: Stored<Action>; readonly by: PersonId },
  deps: EnforceDeps,
): Promise<Result<Intent, UndoRefused> | "moved"> {
  const { original, earlier, by } = joined;
  const undo = earlier.value;
  const stand = { stored: earlier, of: original.value, mayWrite: false };
  if (undo.state !== "WAITING") return ok({ ...stand, waitsFor: [] });
  const stages = await stagesNow(undo, deps);
  const told = ok({ ...stand, waitsFor: waitsFor(undo, stages) });
  if (undo.approvals.some((each) => each.by === by) || undo.cause.kind !== "undo") return told;
  const stage = stageFor(by, stages, undo.approvals);
  const needs = missingStages(stages, undo.approvals).map(({ text }) => text);
  // Who asked for it may ask how it stands, without being one who must agree.
  if (stage === undefined) return undo.cause.by === by ? told : err({ kind: "not-an-approver", needs });
  const approved: Action = { ...undo, approvals: [...undo.approvals, { stage, by, at: deps.clock.now() }] };
  const event = { ...actionEvent("action.undo-approved", approved), by };
  const row = deps.stores.actions.change(undo.id, earlier, { value: approved, event });
  // Committed or not: the row is read again, and says whether this yes is in it.
  await deps.stores.commit([row]);
  return "moved";
}
