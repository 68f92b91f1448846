import type { ActiveGrant } from "#shared/access/grant.ts";
import { artifactFor } from "#shared/access/grant-begin.ts";
import { grantEvent } from "#shared/access/grant-event.ts";
import type { Moved } from "#shared/access/moved.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { RequestId } from "#shared/kernel/ids.ts";
import { type EpochMillis, plus } from "#shared/kernel/time.ts";

export type Extension = {
  readonly now: EpochMillis;
  /** Absolute, as approved: the same hint twice means the same end. */
  readonly until: EpochMillis;
  readonly child: RequestId;
  readonly digest: Digest;
};

/**
 * Whether a grant may be given the end `until` at `now`: live, later than its present end, and not
 * longer in total than its policy allows.
 */
export const mayExtend = (grant: ActiveGrant, { now, until }: Pick<Extension, "now" | "until">): boolean =>
  now < grant.expiresAt && until > grant.expiresAt && until <= plus(grant.activatedAt, grant.maxTotal);

/**
 * The row first: new end, next generation and its name. The account follows by converging; until a
 * read-back shows it, the old generation's own date holds.
 */
export function extend(grant: ActiveGrant, { now, until, child, digest }: Extension): Moved<ActiveGrant> {
  const next = { ...grant, expiresAt: until, generation: grant.generation + 1, attempts: 0, nextActionAt: now };
  const value: ActiveGrant = { ...next, artifacts: [...grant.artifacts, artifactFor(next, digest)] };
  return {
    value,
    event: grantEvent("grant.extended", value, { expiresAt: until, generation: value.generation, extension: child }),
  };
}
