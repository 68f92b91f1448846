import type { EventLog, SealStore } from "#shared/audit/ports.ts";
import { LEAVES_PER_TURN, sealsOver } from "#shared/audit/seal.ts";
import type { Digest, Sha256 } from "#shared/kernel/digest.ts";
import { type Clock, type EpochMillis, epochMillis, hours, latest } from "#shared/kernel/time.ts";

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
 * another worker seals at the same time, one of them is refused and writes nothing. What one
 * transaction does not hold is sealed in turns: each but the last is dated to the hour it got to, so that
 * whoever goes on, now or after a crash, begins there.
 */
export async function sealEvents(deps: SealEventsDeps): Promise<number> {
  let sealed = 0;
  for (;;) {
    const turn = await sealTurn(deps);
    sealed += turn.sealed;
    if (!turn.more) return sealed;
  }
}

async function sealTurn(deps: SealEventsDeps): Promise<{ readonly sealed: number; readonly more: boolean }> {
  const { seals, clock, digest, genesis } = deps;
  const last = await seals.last();
  const first = last === undefined ? hourOf(genesis) : epochMillis(hourOf(last.at) - 2 * HOUR);
  const { fresh, cutIn } = await unsealedFrom(first, deps);
  const reached = cutIn ?? clock.now();
  // Seals are listed by their moment: one is never dated before the one it follows.
  const at = last === undefined ? reached : latest(last.at, reached);
  const made = sealsOver(fresh, { last, at, digest });
  if (made.length === 0) return { sealed: 0, more: false };
  const appended = await seals.append(made);
  return appended.ok ? { sealed: fresh.length, more: cutIn !== undefined } : { sealed: 0, more: false };
}

type Unsealed = {
  readonly fresh: readonly Sha256[];
  /** The hour in which there was more than one turn seals. */
  readonly cutIn?: EpochMillis;
};

async function unsealedFrom(first: EpochMillis, { eventLog, seals, clock }: SealEventsDeps): Promise<Unsealed> {
  const end = hourOf(clock.now());
  const known = new Set<Sha256>();
  for (const seal of await seals.from(epochMillis(first - HOUR))) for (const leaf of seal.leaves) known.add(leaf);
  const fresh: Sha256[] = [];
  for (let hour = first; hour < end; hour = epochMillis(hour + HOUR)) {
    for (const event of await eventLog.ofHour(hour)) if (!known.has(event.hash)) fresh.push(event.hash);
    if (fresh.length > LEAVES_PER_TURN) return { fresh: fresh.slice(0, LEAVES_PER_TURN), cutIn: hour };
  }
  return { fresh };
}
