import type { GrantCloud } from "#shared/access/cloud.ts";
import type { AccessStore, Schedules } from "#shared/access/ports.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import type { Random } from "#shared/kernel/ids.ts";
import type { Clock, Millis } from "#shared/kernel/time.ts";

/** What converging a grant needs. */
export type ConvergeDeps = {
  readonly store: AccessStore;
  readonly cloud: GrantCloud;
  readonly schedules: Schedules;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly random: Random;
  /** How old a read of the account may be: part of its fence margin. */
  readonly readStaleness: Millis;
};
