import type { ActionId } from "#shared/kernel/ids.ts";
import { days, type EpochMillis, hours, plus, since } from "#shared/kernel/time.ts";
import type { ReadResource } from "#shared/policy/cloud.ts";
import type { Action, ActionStatus } from "#shared/policy/enforce/action.ts";
import { GONE, standOf } from "#shared/policy/enforce/action-outcome.ts";
import type { EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";
import { governResource } from "#shared/policy/enforce/govern-resource.ts";
import { missingStages } from "#shared/policy/enforce/governed.ts";
import { actionEvent, LEASE } from "#shared/policy/enforce/intend-action.ts";
import { performAction, refOf, withStatus } from "#shared/policy/enforce/perform-action.ts";
import { stagesNow } from "#shared/policy/enforce/undo-lowering.ts";

/** Longest time an undo waits in all; then it is given up and can be asked for anew. */
const LAPSE = days(30);

type Waiting = Action & { readonly state: "WAITING" };

/**
 * Takes up an undo that waited out its grace: written when everybody has agreed and nobody changed
 * the resource since; given up after 30 days; left waiting in between.
 */
export async function resumeUndo(id: ActionId, deps: EnforceDeps): Promise<Action | undefined> {
  const { stores, clock } = deps;
  const stored = await stores.actions.find(id);
  if (stored === undefined || !isWaiting(stored.value) || stored.value.nextAt > clock.now()) return undefined;
  const next = withStatus(stored.value, await statusOf(stored.value, deps));
  const event = actionEvent(`action.undo-${next.state.toLowerCase()}`, next);
  const committed = await stores.commit([stores.actions.change(id, stored, { value: next, event })]);
  if (!committed.ok) return undefined;
  if (next.state !== "INTENDED") return next;
  const held = await stores.actions.find(id);
  // At a later revision another worker took it up: it writes, and not this one too.
  if (held?.revision !== stored.revision + 1) return undefined;
  const { action } = await performAction(held, deps);
  await governResource({ ref: refOf(action.resource), foundBy: "sweep", run: action.run }, deps);
  return action;
}

const isWaiting = (action: Action): action is Waiting => action.state === "WAITING";

async function statusOf(undo: Waiting, deps: EnforceDeps): Promise<ActionStatus> {
  const now = deps.clock.now();
  if (since(undo.intendedAt, now) > LAPSE)
    return { state: "FAILED", at: now, because: "not everybody agreed in 30 days" };
  const refused = whyNotNow(undo, await deps.cloud.read(refOf(undo.resource)), now);
  if (refused !== undefined) return refused;
  const missing = missingStages(await stagesNow(undo, deps), undo.approvals);
  return missing.length > 0 ? later(undo, now) : { state: "INTENDED", attempts: 1, nextAt: plus(now, LEASE) };
}

const later = ({ approvals }: Waiting, now: EpochMillis): ActionStatus => ({
  state: "WAITING",
  approvals,
  nextAt: plus(now, hours(1)),
});

/** A resource that changed since keeps what somebody made of it; one that cannot be read waits. */
function whyNotNow(undo: Waiting, read: ReadResource, now: EpochMillis): ActionStatus | undefined {
  if (read.kind === "gone") return { state: "FAILED", at: now, because: GONE };
  if (read.kind !== "read") return later(undo, now);
  const stand = standOf(undo, read.state);
  return stand === "before" ? undefined : { state: "FAILED", at: now, because: "somebody changed it since" };
}
