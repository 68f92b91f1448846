import type { Finding } from "#shared/findings/finding.ts";
import type { FindingChange } from "#shared/findings/finding-change.ts";
import { Contention } from "#shared/kernel/contention.ts";
import type { Digest } from "#shared/kernel/digest.ts";
import { type Clock, type EpochMillis, type Millis, plus, seconds } from "#shared/kernel/time.ts";
import type { ResourceCloud } from "#shared/policy/cloud.ts";
import type { Governance } from "#shared/policy/enforce/governed.ts";
import type { EnforceStores } from "#shared/policy/enforce/ports.ts";
import type { Actor } from "#shared/storage/event.ts";
import type { Stored } from "#shared/storage/record.ts";
import type { RowChange } from "#shared/storage/record-store.ts";

/** What judging and writing need, and nothing they do not. */
export type EnforceDeps = {
  readonly stores: EnforceStores;
  readonly cloud: ResourceCloud;
  readonly governance: Governance;
  readonly clock: Clock;
  readonly digest: Digest;
  /** Where no event of an account ever arrives: what a sweep finds there first was not lost on the way. */
  readonly hearsNoEvents?: boolean;
  /** {@link CONSISTENT_AFTER}, where absent. */
  readonly consistentAfter?: Millis;
};

/** Who changes rows when no person does. */
export const ENFORCEMENT: Actor = "function:enforcement";

/**
 * So long a reading of the account is good for: from the moment it was asked for to the moment of the finding or
 * the ledger row made of it. A worker that was held up for longer reads again, or it would write over what people
 * did meanwhile, and record a before-image that was not there any more.
 */
export const READING_GOOD_FOR: Millis = seconds(15);

/**
 * A reading that was asked for so long after a write was seen shows that write, or what came after it. AWS promises no
 * such time ("eventually consistent"); it is twice what the simulator's account takes.
 */
export const CONSISTENT_AFTER: Millis = seconds(10);

/** Whether a reading asked for at `readAt` is still good; at the last millisecond it is. */
export const isGood = (readAt: EpochMillis, now: EpochMillis): boolean => now <= plus(readAt, READING_GOOD_FOR);

/** The row change of a finding's next state. */
export function findingWrite(
  { findings }: Pick<EnforceStores, "findings">,
  stored: Stored<Finding> | undefined,
  made: FindingChange & { readonly by?: Actor },
): RowChange<Finding> {
  const event = { ...made.event, by: made.by ?? ENFORCEMENT };
  const { id } = made.finding;
  return findings.upsert(id, stored, { value: made.finding, event });
}

/** How often a transaction is tried again when a row moved under it. */
const TRIES = 25;

/**
 * Reads, decides and commits, again from the reading when a row moved meanwhile.
 *
 * @throws Contention when the rows never hold still
 */
export async function withRetries<Outcome>(attempt: () => Promise<Outcome | "moved">): Promise<Outcome> {
  for (let turn = 0; turn < TRIES; turn += 1) {
    const outcome = await attempt();
    if (outcome !== "moved") return outcome;
  }
  throw new Contention(`Cannot change rows that moved ${TRIES} times in a row`);
}
