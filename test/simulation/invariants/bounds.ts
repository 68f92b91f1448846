import { type EpochMillis, epochMillis, isoOf } from "#shared/kernel/time.ts";
import type { ResourceChange } from "#shared/policy/cloud.ts";
import type { Action } from "#shared/policy/enforce/action.ts";
import { READING_GOOD_FOR } from "#shared/policy/enforce/enforce-deps.ts";
import type { PolicyState } from "#shared/policy/enforce/policy-state.ts";
import type { Case } from "#test/simulation/acts/cases.ts";
import { isCompliant } from "#test/simulation/invariants/compliant.ts";
import type { History, Resource } from "#test/simulation/invariants/history.ts";
import type { RowChange, Rows } from "#test/simulation/invariants/rows.ts";
import { STALENESS } from "#test/simulation/world/weather.ts";

type Say = (sentence: string) => void;

/** As the two documents say it. */
const CAPS: Readonly<Record<string, { readonly run: number; readonly day: number }>> = {
  "core-tags": { run: 2, day: 3 },
  "log-retention": { run: 2, day: 3 },
};

/** Writes as the ledger has them, per policy since it was last resumed: not what the policy's own row says. */
export type Tally = Map<string, { day: string; today: number; runs: Map<string, number> }>;

export type BoundsWorld = {
  readonly rows: Rows;
  readonly history: History;
  readonly tally: Tally;
  readonly met: Set<Case>;
};

/** Caps over all workers, and no write of ours that leads to another. */
export function checkBounds(change: RowChange, world: BoundsWorld, say: Say): void {
  if (change.kind === "policy-state") noteState(change, world);
  if (change.kind !== "action") return;
  const action = change.after as Action;
  if (action.cause.kind !== "enforce") return;
  if (change.before === undefined) {
    checkCaps(action, world, say);
    checkReason(action, world, say);
  }
  if (action.state === "DONE" && (change.before as Action | undefined)?.state !== "DONE") checkLoop(action, world, say);
}

function noteState({ before, after }: RowChange, { tally, met }: BoundsWorld): void {
  const [was, is] = [before as PolicyState | undefined, after as PolicyState];
  if (was?.halt !== undefined && is.halt === undefined) tally.delete(is.policy);
  if (is.halt?.cap !== undefined) met.add("a cap that was reached");
}

/** Counted from the ledger's rows, whichever workers, events and sweeps made them. */
function checkCaps({ policy, run, intendedAt }: Action, { tally }: BoundsWorld, say: Say): void {
  const caps = CAPS[policy];
  if (caps === undefined) return;
  const day = isoOf(intendedAt).slice(0, 10);
  const known = tally.get(policy);
  const count = { day, today: known?.day === day ? known.today + 1 : 1, runs: known?.runs ?? new Map() };
  count.runs.set(run, (count.runs.get(run) ?? 0) + 1);
  tally.set(policy, count);
  if (count.today > caps.day) say(`caps: ${policy} has ${count.today} writes on ${day} in the ledger`);
  if (count.runs.get(run) > caps.run) say(`caps: ${policy} has ${count.runs.get(run)} writes of ${run} in the ledger`);
}

export function holds(resource: Resource, change: ResourceChange): boolean {
  if (change.set === "tag") return resource.tags[change.key] === change.value;
  const days = resource.settings["retentionInDays"];
  return (typeof days === "number" ? days : "unset") === change.days;
}

/**
 * No write without something that it puts right, as the account can have shown it shortly before the intent: a
 * reading is good for so long, and may have been so old when the account gave it.
 */
function checkReason(action: Action, { history }: BoundsWorld, say: Say): void {
  const { resource, changes, policy, intendedAt } = action;
  const seen = history.since(resource.arn, epochMillis(intendedAt - READING_GOOD_FOR - STALENESS));
  if (!seen.some((state) => state !== undefined && !changes.every(({ change }) => holds(state, change))))
    say(`loop: ${policy} is to write ${resource.arn}, and everything was in place`);
}

/**
 * One write that took effect puts a resource right for its policy. Another one needs another reason: that it was right
 * in the meantime, and became wrong. A read that is seconds old, just after a write, is none, and is waited out.
 */
function checkLoop({ policy, resource }: Action, { rows, history }: BoundsWorld, say: Say): void {
  const wrote = (rows.ofKind("action") as readonly Action[])
    .filter((each) => each.resource.arn === resource.arn && each.policy === policy)
    .filter((each) => each.cause.kind === "enforce" && each.state === "DONE").length;
  const reasons = history.broken(resource.arn, (state) => isCompliant(state, policy));
  if (wrote > reasons) say(`loop: ${policy} wrote ${resource.arn} ${wrote} times, and had ${reasons} reasons to`);
}

/** Too early to be read is too early to be written. */
export function checkReady(
  { arn, type }: { readonly arn: string; readonly type: string },
  { history, now, readyAfter }: { history: History; now: EpochMillis; readyAfter: Readonly<Record<string, number>> },
  say: Say,
): void {
  const ready = (history.madeAt(arn) ?? 0) + (readyAfter[type] ?? 0);
  if (now < ready) say(`ready: ${arn} is written ${ready - now} ms before it is ready`);
}
