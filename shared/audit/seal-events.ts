import type { EventLog, SealStore } from "#shared/audit/ports.ts";
import { sealsOver } from "#shared/audit/seal.ts";
import type { Digest, Sha256 } from "#shared/kernel/digest.ts";
import { type Clock, type EpochMillis, epochMillis, hours } from "#shared/kernel/time.ts";

export type SealEventsDeps = {
  readonly eventLog: EventLog;
  readonly seals: SealStore;
  readonly clock: Clock;
  readonly digest: Digest;
  /** When the plane began: no event is older. */
  readonly genesis: EpochMillis;
};

const HOUR = hours(1);

export const hourOf = (moment: EpochMillis): EpochMillis => epochMillis(Math.floor(moment / HOUR) * HOUR);

/**
 * Seals every event of the hours that are over and not sealed yet; returns how many.
 *
 * It looks once more at the two hours before the last seal, for events that were written late. When
 * another worker seals at the same time, one of them is refused and writes nothing.
 */
export async function sealEvents({ eventLog, seals, clock, digest, genesis }: SealEventsDeps): Promise<number> {
  const last = await seals.last();
  const first = last === undefined ? hourOf(genesis) : epochMillis(hourOf(last.at) - 2 * HOUR);
  const end = hourOf(clock.now());
  const known = new Set<Sha256>();
  for (const seal of await seals.from(epochMillis(first - HOUR))) for (const leaf of seal.leaves) known.add(leaf);
  const fresh: Sha256[] = [];
  for (let hour = first; hour < end; hour = epochMillis(hour + HOUR)) {
    for (const event of await eventLog.ofHour(hour)) if (!known.has(event.hash)) fresh.push(event.hash);
  }
  const made = sealsOver(fresh, { last, at: clock.now(), digest });
  if (made.length === 0) return 0;
  const appended = await seals.append(made);
  return appended.ok ? fresh.length : 0;
}
