import { newRound } from "#shared/catalog/held-asking.ts";
import type { CatalogProposal, HeldChange } from "#shared/catalog/proposal.ts";
import { type EpochMillis, type Millis, plus } from "#shared/kernel/time.ts";

/** The held change as a request that is open from `now`: the shortest `pending` of what decides on it says until when. */
export function opened(held: HeldChange, now: EpochMillis): HeldChange {
  if (held.state !== "pending" || held.decisions.length === 0) return held;
  const pending = Math.min(...held.decisions.map((decision) => decision.pending)) as Millis;
  return { ...held, pendingUntil: plus(now, pending), asking: newRound(held, now) };
}

/** Whether its time to be decided is over; the moment itself is too late. */
export const isOverdue = ({ pendingUntil }: HeldChange, now: EpochMillis): boolean =>
  pendingUntil !== undefined && now >= pendingUntil;

/**
 * The changes once nothing of their plan is left to be decided or to be applied: what only waited for that lapses,
 * as what it names did not come into force. All as they are while anything may still come.
 */
export const withoutWaiting = (held: readonly HeldChange[]): readonly HeldChange[] =>
  held.some(({ state }) => state === "pending" || state === "approved")
    ? held
    : held.map((each) => (each.state === "waiting" ? { ...each, state: "lapsed" } : each));

/**
 * The plan with every change expired that was not decided in time, or that was and still waits for one that
 * was not, and lapsed what then waits for nothing; undefined when there is none.
 */
export function expired(plan: CatalogProposal, now: EpochMillis): CatalogProposal | undefined {
  const isOver = (held: HeldChange): boolean =>
    (held.state === "pending" || held.state === "approved") && isOverdue(held, now);
  if (plan.state !== "applied" || !plan.held.some(isOver)) return undefined;
  const held = plan.held.map((each) => (isOver(each) ? { ...each, state: "expired" as const } : each));
  return { ...plan, held: withoutWaiting(held) };
}
