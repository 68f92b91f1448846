import { tollgateFindingId, tollgateSeen } from "#shared/findings/tollgate-finding.ts";
import { type EpochMillis, isoOf, minutes, plus, seconds } from "#shared/kernel/time.ts";
import type { FreshlyRead, Known, ResourceState, WriteReply } from "#shared/policy/cloud.ts";
import type { Action, ActionStatus } from "#shared/policy/enforce/action.ts";
import { GONE, isTooSoon, outcomeOf, standOf } from "#shared/policy/enforce/action-outcome.ts";
import { afterAction } from "#shared/policy/enforce/after-action.ts";
import {
  CONSISTENT_AFTER,
  ENFORCEMENT,
  type EnforceDeps,
  findingWrite,
  withRetries,
} from "#shared/policy/enforce/enforce-deps.ts";
import { forceOf } from "#shared/policy/enforce/governed.ts";
import { actionEvent, LEASE } from "#shared/policy/enforce/intend-action.ts";
import { KILL_SWITCH } from "#shared/policy/enforce/kill-switch.ts";
import type { Stored } from "#shared/storage/record.ts";
import type { Change } from "#shared/storage/records.ts";

/** What became of an action, and the resource as it was read last, where that reading says something of it. */
export type Performed = { readonly action: Action; readonly resource?: ResourceState };

type Held = Stored<Action & { readonly state: "INTENDED" | "UNKNOWN"; readonly attempts: number }>;

/**
 * Makes the one call of an action that this worker holds, and reads the resource again.
 *
 * Nothing is called once the hold is over, or while the kill switch is on or the policy halted: then
 * the row stays as it is, for later or for another worker.
 */
export async function performAction(stored: Stored<Action>, deps: EnforceDeps): Promise<Performed> {
  const sent = await sendAction({ stored }, deps);
  return sent === undefined ? { action: stored.value } : keepOutcome(sent, deps);
}

/** An action whose write was answered and whose resource was read again, and where it stands by that: not stored yet. */
export type Sent = {
  readonly stored: Held;
  readonly action: Action;
  /** As it was read after the write, where that reading says something of it. */
  readonly resource?: ResourceState;
};

export type ToSend = {
  readonly stored: Stored<Action>;
  /** When it was last known that nothing stops it: it was recorded on that condition. */
  readonly freeAt?: EpochMillis;
  /** The resource as it was read for it, not longer ago than a reading is good for, and when it was asked for. */
  readonly before?: { readonly resource: ResourceState; readonly readAt: EpochMillis };
  /** Whether somebody changed it just now: it was otherwise before. */
  readonly isChange?: boolean;
};

/**
 * The same without its last transaction, for whoever has more to write in it. Undefined where nothing was called.
 *
 * @see keepOutcome
 */
export async function sendAction(
  { stored, freeAt, before, isChange }: ToSend,
  deps: EnforceDeps,
): Promise<Sent | undefined> {
  const now = deps.clock.now();
  if (!isHeld(stored) || now >= stored.value.nextAt) return undefined;
  const isFree = freeAt !== undefined && now <= plus(freeAt, AT_ONCE);
  if (!isFree && (await isStopped(stored.value, deps))) return undefined;
  const changes = stored.value.changes.map(({ change }) => change);
  const reply = await deps.cloud.write(refOf(stored.value.resource), changes, before && freshly(before, deps));
  const known = before && ({ kind: "written", changes, before: before.resource } as const);
  const mayPredate = isChange === true && isNewlyWrong(stored.value, deps);
  return seenBack({ stored, reply, known, mayPredate }, deps);
}

/** What was found wrong so shortly ago may yet be shown as it was before, which says nothing of a write. */
const isNewlyWrong = ({ cause }: Action, { clock, consistentAfter = CONSISTENT_AFTER }: EnforceDeps): boolean =>
  cause.kind === "enforce" && clock.now() < plus(cause.openSince, consistentAfter);

/**
 * A worker that goes on at once need not ask again for what it asked for just now: the kill switch and its policy's row,
 * which the transaction that recorded the action had as conditions, and the tags that a bucket takes only whole. One
 * that was held up for longer does, and so does who takes the action up again.
 */
const AT_ONCE = seconds(1);

const freshly = ({ resource, readAt }: NonNullable<ToSend["before"]>, { clock }: EnforceDeps): FreshlyRead => ({
  state: resource,
  until: plus(readAt, AT_ONCE),
  clock,
});

type Answered = {
  readonly stored: Held;
  readonly reply: WriteReply | "not-sent";
  readonly known?: Known | undefined;
  readonly mayPredate?: boolean;
};

async function seenBack({ stored, reply, known, mayPredate = false }: Answered, deps: EnforceDeps): Promise<Sent> {
  const readBack = await deps.cloud.read(refOf(stored.value.resource), known);
  const seen = { reply, readBack, mayPredate };
  const status = outcomeOf(stored.value, { ...seen, now: deps.clock.now() });
  const tells = readBack.kind === "read" && !isTooSoon(stored.value, seen);
  return {
    stored,
    action: withStatus(stored.value, status),
    ...(tells ? { resource: readBack.state } : {}),
  };
}

/**
 * Takes up an action that nobody settled: its worker died, or nobody knew what its write did.
 *
 * The resource is read first. Done already: settled. As before, or half: written again. As somebody
 * else made it meanwhile: failed, and left as they made it.
 */
export async function resumeAction(id: string, deps: EnforceDeps): Promise<Performed | undefined> {
  const { stores, clock, cloud } = deps;
  const found = await stores.actions.find(id);
  if (found === undefined || !isHeld(found) || found.value.nextAt > clock.now()) return undefined;
  if (await isStopped(found.value, deps)) return postponed(found, deps);
  const claimed = await claim(found, deps);
  if (claimed === undefined) return undefined;
  const read = await cloud.read(refOf(claimed.value.resource));
  const stand = read.kind === "read" ? standOf(claimed.value, read.state) : "other";
  if (stand === "before" || stand === "between") return performAction(claimed, deps);
  return keepOutcome(await seenBack({ stored: claimed, reply: "not-sent" }, deps), deps);
}

const isHeld = (stored: Stored<Action>): stored is Held =>
  stored.value.state === "INTENDED" || stored.value.state === "UNKNOWN";

export const refOf = ({ arn, type, account, region }: Action["resource"]) => ({ arn, type, account, region });

/** Whether writes are stopped: read before every one of them. What a read-only plane finds waits for one that is not. */
async function isStopped({ policy, cause }: Action, { stores, cloud }: EnforceDeps): Promise<boolean> {
  if (cloud.readOnly !== undefined) return true;
  const [kill, state] = await Promise.all([stores.killSwitch.find(KILL_SWITCH), stores.policyStates.find(policy)]);
  if (kill?.value.on === true) return true;
  // Taking back is allowed while a policy is halted: it is what a halted policy is often followed by.
  if (cause.kind === "undo") return false;
  return state?.value.halt !== undefined;
}

async function postponed(stored: Held, { stores, clock }: EnforceDeps): Promise<Performed> {
  const action: Action = { ...stored.value, nextAt: plus(clock.now(), minutes(15)) };
  await stores.commit([
    stores.actions.change(action.id, stored, { value: action, event: actionEvent("action.postponed", action) }),
  ]);
  return { action };
}

/** The row with one attempt more and a new hold; undefined when another worker was faster. */
async function claim(stored: Held, { stores, clock }: EnforceDeps): Promise<Held | undefined> {
  const attempts = stored.value.attempts + 1;
  const action: Action = { ...stored.value, attempts, nextAt: plus(clock.now(), LEASE) };
  const event = actionEvent("action.claimed", action);
  const claimed = stores.actions.change(action.id, stored, { value: action, event });
  if (!(await stores.commit([claimed])).ok) return undefined;
  return isHeld(claimed.row) ? claimed.row : undefined;
}

/** Writes what became of the action, with the findings that wait for it. */
export async function keepOutcome({ stored, action, ...read }: Sent, deps: EnforceDeps): Promise<Performed> {
  await withRetries(async () => {
    const latest = await deps.stores.actions.find(action.id);
    // Another worker took the row up meanwhile: what it read is newer than what was read here.
    if (latest === undefined || latest.revision !== stored.revision) return "settled";
    const rows = [
      outcomeWrite(latest, action, deps),
      ...(await findingRows(action, deps)),
      ...(await withoutEffect(action, deps)),
    ];
    return (await deps.stores.commit(rows)).ok ? "settled" : "moved";
  });
  return { action, ...read };
}

/** The row of an action whose outcome is seen. */
export const outcomeWrite = (stored: Stored<Action>, action: Action, { stores }: Pick<EnforceDeps, "stores">): Change =>
  stores.actions.change(action.id, stored, {
    value: action,
    event: actionEvent(`action.${action.state.toLowerCase()}`, action),
  });

/** The action in its next state, with nothing left of the one before. */
export function withStatus(action: Action, status: ActionStatus): Action {
  const { id, policy, policyHash, plan, run, resource, changes, findings, cause, intendedAt, undo, undoneBy } = action;
  const facts = { id, policy, policyHash, plan, run, resource, changes, findings, cause, intendedAt, undo };
  return { ...facts, ...(undoneBy === undefined ? {} : { undoneBy }), ...status };
}

async function findingRows(action: Action, { stores, clock }: EnforceDeps): Promise<readonly Change[]> {
  if (action.cause.kind === "undo") return [];
  const rows: Change[] = [];
  for (const stored of await Promise.all(action.findings.map((id) => stores.findings.find(id)))) {
    if (stored === undefined) continue;
    const change = afterAction(stored.value, action, clock.now());
    if (change !== undefined) rows.push(findingWrite(stores, stored, change));
  }
  return rows;
}

/** A write that was accepted and yet changed nothing is never passed over in silence (0 of 264 tagged). */
async function withoutEffect(action: Action, deps: EnforceDeps): Promise<readonly Change[]> {
  const { stores, clock, digest, governance } = deps;
  if (action.state !== "FAILED" || action.because === GONE) return [];
  const team = forceOf(await governance.current(), action.policy)?.team ?? "unknown";
  const sight = {
    rule: "action.without-effect" as const,
    about: `policy/${action.policy}`,
    severity: "high" as const,
    why: `Policy ${action.policy} meant to write and could not, last on ${isoOf(action.at).slice(0, 10)}: ${action.because}`,
    owner: `team:${team}`,
    foundBy: "sweep" as const,
  };
  const stored = await stores.findings.find(tollgateFindingId(sight, digest));
  const change = tollgateSeen(stored?.value, sight, { now: clock.now(), digest });
  return change === undefined ? [] : [findingWrite(stores, stored, { ...change, by: ENFORCEMENT })];
}
