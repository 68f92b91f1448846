import { arrearsOf } from "#shared/access/arrears.ts";
import { type EndingGrant, type Grant, isEnding, isOver, type RevokedGrant } from "#shared/access/grant.ts";
import type { AccessStore, DueRow } from "#shared/access/ports.ts";
import { paginate } from "#shared/kernel/page.ts";
import { type Clock, type EpochMillis, earliest } from "#shared/kernel/time.ts";

/** Whole seconds; 0 where nothing is late. */
export type Overdue = {
  /** Age of the oldest thing that should have been done: a grant that is due, or an end that has not worked yet. */
  readonly overdueSeconds: number;
  /** Longest time that access has been off without the proof of it. */
  readonly unprovedSeconds: number;
};

const NONE: Overdue = { overdueSeconds: 0, unprovedSeconds: 0 };

type OverdueDeps = { readonly store: AccessStore; readonly clock: Clock };

/**
 * How late the plane is with access, after a sweep has done what it could for what was due. What became due meanwhile
 * is late by no more than that, and is the next sweep's to tell.
 *
 * A row that is tried again has its next moment in the future, so that it is not due says nothing of how late it is:
 * each grant that is being taken back is looked at as well. Requests are not: one that waits for its grants stays
 * due, and one whose grants are late is late by them. Every row that a list names is read again before it counts.
 */
export async function overdueOf(due: readonly DueRow[], { store, clock }: OverdueDeps): Promise<Overdue> {
  let worst = NONE;
  const add = (grant: Grant | undefined): void => {
    if (grant !== undefined) worst = worseOf(worst, latenessOf(grant, clock.now()));
  };
  for (const row of due) if (row.kind === "grant") add((await store.grant(row.id))?.value);
  const readAgain = async (state: Grant["state"]): Promise<void> => {
    for await (const { items } of paginate((from) => store.grantsIn(state, { limit: 200, ...from }))) {
      for (const { value } of items) add((await store.grant(value.id))?.value);
    }
  };
  await Promise.all([readAgain("REVOKING"), readAgain("REVOKE_RETRY")]);
  return worst;
}

/** How late one grant is with what should have been done for it by now. */
export function latenessOf(grant: Grant, now: EpochMillis): Overdue {
  if (isOver(grant)) return NONE;
  const { overdueSeconds: pastItsEnd, unprovedSeconds } = arrearsOf(grant, now);
  if (isEnding(grant) && grant.emptyAt === undefined && unprovedSeconds === 0)
    return { overdueSeconds: Math.max(pastItsEnd, secondsFrom(endAskedAt(grant), now)), unprovedSeconds };
  const late = secondsFrom(grant.nextActionAt, now);
  return { overdueSeconds: Math.max(pastItsEnd, late), unprovedSeconds };
}

/** Whole seconds from the moment access should have ended until it was proved that it has. */
export const revocationLatencyOf = (grant: RevokedGrant): number => secondsFrom(endAskedAt(grant), grant.revokedAt);

/** When it should have been off: somebody ended it, or its time was over. */
const endAskedAt = ({ endingSince, expiresAt }: EndingGrant | RevokedGrant): EpochMillis =>
  earliest(endingSince, expiresAt);

const secondsFrom = (since: EpochMillis, now: EpochMillis): number => Math.max(0, Math.floor((now - since) / 1_000));

const worseOf = (left: Overdue, right: Overdue): Overdue => ({
  overdueSeconds: Math.max(left.overdueSeconds, right.overdueSeconds),
  unprovedSeconds: Math.max(left.unprovedSeconds, right.unprovedSeconds),
});
