import type { Finding } from "#shared/findings/finding.ts";
import type { Pending } from "#shared/findings/pending.ts";
import { type EpochMillis, since } from "#shared/kernel/time.ts";
import type { ResourceChange, ResourceCloud } from "#shared/policy/cloud.ts";
import { type Action, afterOf } from "#shared/policy/enforce/action.ts";
import { CONSISTENT_AFTER } from "#shared/policy/enforce/enforce-deps.ts";
import { KILL_SWITCH, type KillSwitch } from "#shared/policy/enforce/kill-switch.ts";
import type { PolicyState } from "#shared/policy/enforce/policy-state.ts";
import { type BoundsWorld, checkBounds, checkReady, holds } from "#test/simulation/invariants/bounds.ts";
import { isCompliant } from "#test/simulation/invariants/compliant.ts";
import { checkChangePost, checkPost, checkRequestPost } from "#test/simulation/invariants/posts.ts";
import type { RowChange, Rows } from "#test/simulation/invariants/rows.ts";
import { DEV, EXEMPT, READY_AFTER, STACKED } from "#test/simulation/world/estate.ts";
import { STALENESS } from "#test/simulation/world/weather.ts";

type Say = (sentence: string) => void;

export type PolicyWorld = BoundsWorld & {
  readonly now: () => EpochMillis;
  /** The step at which writes were last stopped: all of them, or those of one policy. */
  readonly stoppedAt: Map<string, number>;
  readonly step: () => number;
  /** The step in which the work began that runs now. */
  readonly begunAt: () => number;
};

const ALL = "*";

/** At the moment a write is sent: the ledger knows it, and nothing forbids it. */
export const writeWatch =
  (world: () => PolicyWorld, say: Say) =>
  (...[ref, changes]: Parameters<ResourceCloud["write"]>): void => {
    const { rows, history, stoppedAt, begunAt, now } = world();
    checkReady(ref, { history, now: now(), readyAfter: READY_AFTER }, say);
    const actions = rows.ofKind("action") as readonly Action[];
    const action = actions.find(
      (each) =>
        each.resource.arn === ref.arn && (each.state === "INTENDED" || each.state === "UNKNOWN") && same(each, changes),
    );
    if (action === undefined) {
      say(`ledger: ${ref.arn} is written, and no row intends it`);
      return;
    }
    const stops = stopsOf(action, rows).map((what) => stoppedAt.get(what) ?? Number.POSITIVE_INFINITY);
    if (begunAt() > Math.min(...stops)) say(`stop: ${ref.arn} is written by work that began after writes were stopped`);
  };

/** What forbids an action's write now: the switch, and for all but an undo its policy's halt. */
export function stopsOf({ policy, cause }: Action, rows: Rows): readonly string[] {
  const killed = (rows.get("kill-switch", KILL_SWITCH) as KillSwitch | undefined)?.on === true;
  const halted = (rows.get("policy-state", policy) as PolicyState | undefined)?.halt !== undefined;
  return [...(killed ? [ALL] : []), ...(halted && cause.kind !== "undo" ? [policy] : [])];
}

const same = (action: Action, changes: readonly ResourceChange[]): boolean =>
  JSON.stringify(action.changes.map(({ change }) => keyed(change))) === JSON.stringify(changes.map(keyed));

const keyed = (change: ResourceChange): readonly unknown[] => [
  change.set === "tag" ? change.key : change.control,
  afterOf(change),
];

/** What every write of a ledger row, a policy's state, the kill switch and a finding keeps. */
export function checkPolicyWrite(change: RowChange, world: PolicyWorld, say: Say): void {
  checkBounds(change, world, say);
  switch (change.kind) {
    case "action":
      checkAction(change, world, say);
      break;
    case "finding":
      checkFinding(change, world, say);
      break;
    case "policy-state":
      checkState(change.after as PolicyState, world, say);
      break;
    case "finding-post":
      checkPost(change, say);
      break;
    case "request-post":
      checkRequestPost(change, say);
      break;
    case "change-post":
      checkChangePost(change, say);
      break;
    case "pending-judgement":
      notePending(change.after as Pending, world);
      break;
    case "kill-switch":
      noteStop(ALL, (change.after as KillSwitch).on, world);
      break;
    default:
  }
}

/** Nothing settles for so short a time but what may be older than a write of ours: new resources have longer. */
function notePending({ because, since: from, nextAt }: Pending, { met }: PolicyWorld): void {
  if (because === "not-ready") met.add("a resource that was not ready");
  if (because === "settling" && since(from, nextAt) <= CONSISTENT_AFTER)
    met.add("a reading older than our write, waited out");
}

function checkAction({ id, at, before, after }: RowChange, { rows, history }: PolicyWorld, say: Say): void {
  const was = before as Action | undefined;
  const is = after as Action;
  if (was === undefined) checkIntent(is, rows, say);
  else if ((was.state === "DONE" || was.state === "FAILED") && was.state !== is.state)
    say(`ledger: action ${id} was ${was.state} and is ${is.state}`);
  if (is.state !== "DONE" || was?.state === "DONE") return;
  // Not as the account may have shown it from before: a stale read is no proof of a write.
  const seen = history.since(is.resource.arn, is.intendedAt);
  if (!seen.some((resource) => resource !== undefined && is.changes.every(({ change }) => holds(resource, change))))
    say(`read-back: action ${id} is done at ${at}, and the account never showed it`);
}

/** The transaction of the intent itself stands on switch, halt and promotion. */
function checkIntent(action: Action, rows: Rows, say: Say): void {
  if (action.cause.kind !== "enforce") return;
  const { arn, account } = action.resource;
  if (account === DEV) say(`enrolment: ${arn} is to be written in an account that nobody enrolled`);
  if (arn === STACKED) say(`code: ${arn} is to be written, and a stack manages it`);
  if (arn === EXEMPT && action.policy === "log-retention") say(`exemption: ${arn} is to be written, and is exempt`);
  if ((rows.get("kill-switch", KILL_SWITCH) as KillSwitch | undefined)?.on === true)
    say(`stop: ${arn} is to be written while the kill switch is on`);
  const state = rows.get("policy-state", action.policy) as PolicyState | undefined;
  if (state?.halt !== undefined) say(`stop: ${arn} is to be written by a halted policy`);
  if (state?.promotion?.policyHash !== action.policyHash) say(`promotion: ${arn} is to be written by no promotion`);
}

/** A finding is closed by what the account showed since it was opened, and by nothing else. */
function checkFinding({ id, before, after }: RowChange, { history }: PolicyWorld, say: Say): void {
  const was = before as Finding | undefined;
  const is = after as Finding;
  if (is.state !== "RESOLVED" || was?.state === "RESOLVED" || is.because !== "read-back") return;
  if (is.policy === "tollgate") return;
  const seen = history.since(is.resource, (is.openSince - STALENESS) as EpochMillis);
  if (!seen.some((resource) => resource !== undefined && isCompliant(resource, is.policy)))
    say(`read-back: finding ${id} of ${is.resource} is resolved, and the account never showed it so`);
}

function checkState(state: PolicyState, world: PolicyWorld, say: Say): void {
  noteStop(state.policy, state.halt !== undefined, world);
  const counted = world.tally.get(state.policy);
  if (counted !== undefined && counted.day === state.count.day && state.count.today > counted.today + 1)
    say(`caps: ${state.policy} counts ${state.count.today} writes, and the ledger has ${counted.today}`);
}

function noteStop(what: string, stopped: boolean, { stoppedAt, step }: PolicyWorld): void {
  if (!stopped) stoppedAt.delete(what);
  else if (!stoppedAt.has(what)) stoppedAt.set(what, step());
}
