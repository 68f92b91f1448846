import type { CatalogProposal, HeldChange } from "#shared/catalog/proposal.ts";
import { type EpochMillis, type Millis, plus } from "#shared/kernel/time.ts";
import type { CatalogPlanStore } from "#shared/storage/catalog-plan-store.ts";
import type { CatalogStore } from "#shared/storage/catalog-store.ts";

/** The held change as a request that is open from `now`: the shortest `pending` of what decides on it says until when. */
export function opened(held: HeldChange, now: EpochMillis): HeldChange {
  if (held.state !== "pending" || held.decisions.length === 0) return held;
  const pending = Math.min(...held.decisions.map((decision) => decision.pending)) as Millis;
  return { ...held, pendingUntil: plus(now, pending) };
}

/** Whether its time to be decided is over; the moment itself is too late. */
export const isOverdue = ({ pendingUntil }: HeldChange, now: EpochMillis): boolean =>
  pendingUntil !== undefined && now >= pendingUntil;

/**
 * The plan with every change expired that was not decided in time, or that was and still waits for one that
 * was not; undefined when there is none.
 */
export function expired(plan: CatalogProposal, now: EpochMillis): CatalogProposal | undefined {
  const isOver = (held: HeldChange): boolean =>
    (held.state === "pending" || held.state === "approved") && isOverdue(held, now);
  if (plan.state !== "applied" || !plan.held.some(isOver)) return undefined;
  return { ...plan, held: plan.held.map((held) => (isOver(held) ? { ...held, state: "expired" } : held)) };
}

export type LapseDeps = {
  readonly plans: Pick<CatalogPlanStore, "waitingPage" | "change">;
  readonly catalogs: Pick<CatalogStore, "commit">;
  readonly clock: { now(): EpochMillis };
};

/** Who ended a change that nobody decided: no person did. */
const SWEEP = "function:catalog-sweep";

/**
 * Ends every held change whose time is over. A plan that somebody decides on at the same moment is left to
 * the next sweep; how many plans had changes that expired is the answer.
 */
export async function lapseHeld({ plans, catalogs, clock }: LapseDeps): Promise<number> {
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await plans.waitingPage(cursor);
    for (const stored of page.items) {
      const value = expired(stored.value, clock.now());
      if (value === undefined) continue;
      const over = value.held.filter((held, at) => held !== stored.value.held[at]);
      const data = { documents: over.map(({ kind, id }) => `${kind}:${id}`) };
      const change = plans.change(stored, value, { type: "catalog-plan.expired", by: SWEEP, data });
      if ((await catalogs.commit([change])).ok) count += 1;
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return count;
}
