import { type Grant, isBegun, isEnding, isOver } from "#shared/access/grant.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

/** Whole seconds beyond the end; at most one of the two is above 0. */
export type Arrears = {
  /** Past `expiresAt` while the access may still work: what was put was altered, so its date proves nothing. */
  readonly overdueSeconds: number;
  /** It cannot work any more, yet the empty list past the fence is missing. */
  readonly unprovedSeconds: number;
};

const NONE: Arrears = { overdueSeconds: 0, unprovedSeconds: 0 };

/**
 * How late the end of a grant is. Every generation carries a date that is not after `expiresAt`, so a grant
 * that nobody altered is off from then on, whatever has become of us; one that is being taken back is off
 * from the first empty list. An altered one is off only by that list.
 */
export function arrearsOf(grant: Grant, now: EpochMillis): Arrears {
  if (!isBegun(grant) || isOver(grant)) return NONE;
  const off = offSince(grant, now);
  if (off !== undefined) return { overdueSeconds: 0, unprovedSeconds: secondsFrom(off, now) };
  return { overdueSeconds: secondsFrom(grant.expiresAt, now), unprovedSeconds: 0 };
}

/** Since when the access of a grant that is not over cannot work; undefined while it may. */
export function offSince(grant: Grant, now: EpochMillis): EpochMillis | undefined {
  if (!isBegun(grant) || isOver(grant)) return undefined;
  const emptyAt = isEnding(grant) ? grant.emptyAt : undefined;
  const dated = !grant.externallyModified && now >= grant.expiresAt ? grant.expiresAt : undefined;
  if (emptyAt === undefined || dated === undefined) return emptyAt ?? dated;
  return emptyAt < dated ? emptyAt : dated;
}

const secondsFrom = (since: EpochMillis, now: EpochMillis): number => Math.max(0, Math.floor((now - since) / 1_000));
