import type { EventLog, SealedCopies, SealStore } from "#shared/audit/ports.ts";
import type { Seal } from "#shared/audit/seal.ts";
import { hourOf } from "#shared/audit/seal-events.ts";
import { copyKey, sealedCopy } from "#shared/audit/sealed-copy.ts";
import type { Sha256 } from "#shared/kernel/digest.ts";
import { type EpochMillis, epochMillis, hours } from "#shared/kernel/time.ts";
import type { ChainedEvent } from "#shared/storage/event.ts";

export type CopySealsDeps = {
  readonly eventLog: EventLog;
  readonly seals: SealStore;
  readonly copies: SealedCopies;
  /** When the plane began: no event is older. */
  readonly genesis: EpochMillis;
};

/** Most seals copied by one run, so that a long log without copies takes several runs and none runs out of time. */
export const COPIES_PER_RUN = 500;

const HOUR = hours(1);

/**
 * Copies every seal that has no copy yet, oldest first; returns how many.
 *
 * A seal is a row before it is a copy, never the other way round. The row is made once under its number, so what the
 * copy holds is decided when it is written: a run that dies between the two is made up for by the next, with the same
 * bytes. A copy written first could be of a seal that never came to be, under a number that the next run gives to
 * other events, and Object Lock takes nothing back.
 *
 * Copies have no gaps, so the newest one tells where to go on. It is written again before anything else: a table that
 * no longer agrees with its copies, restored or altered, fails here and not years later.
 * @throws BlobConflictError when a copy holds other bytes
 */
export async function copySeals(deps: CopySealsDeps): Promise<number> {
  const last = await deps.seals.last();
  if (last === undefined) return 0;
  let kept = last.number;
  while (kept > 0 && !(await hasCopy(kept, deps))) kept -= 1;
  const end = Math.min(last.number, kept + COPIES_PER_RUN);
  for (let number = Math.max(kept, 1); number <= end; number += 1) await copySeal(number, deps);
  return end - kept;
}

async function hasCopy(number: number, { copies }: CopySealsDeps): Promise<boolean> {
  const found = await copies.open(copyKey(number));
  await found?.close();
  return found !== undefined;
}

async function copySeal(number: number, deps: CopySealsDeps): Promise<void> {
  const seal = await deps.seals.find(number);
  if (seal === undefined) throw new Error(`Cannot copy seal ${number}: the table has later seals, and not this one`);
  const text = sealedCopy(seal, await coveredBy(seal, deps));
  await deps.copies.put(copyKey(number), inOnePiece(text));
}

/** The events of a seal in the order of its leaves, found in the hours that whoever sealed them looked at. */
async function coveredBy(seal: Seal, deps: CopySealsDeps): Promise<readonly ChainedEvent[]> {
  const wanted = new Set(seal.leaves);
  const found = new Map<Sha256, ChainedEvent>();
  for (let hour = await firstHourOf(seal, deps); hour <= seal.at; hour = epochMillis(hour + HOUR)) {
    if (found.size === wanted.size) break;
    for (const event of await deps.eventLog.ofHour(hour)) if (wanted.has(event.hash)) found.set(event.hash, event);
  }
  return seal.leaves.map((leaf) => {
    const event = found.get(leaf);
    if (event === undefined) throw new Error(`Cannot copy seal ${seal.number}: no event has the hash ${leaf}`);
    return event;
  });
}

/** Two hours before the seal that was the last when this one was made, as `sealEvents` reads; seals of one turn share their moment. */
async function firstHourOf(seal: Seal, { seals, genesis }: CopySealsDeps): Promise<EpochMillis> {
  for (let number = seal.number - 1; number > 0; number -= 1) {
    const before = await seals.find(number);
    if (before !== undefined && before.at < seal.at) return epochMillis(hourOf(before.at) - 2 * HOUR);
  }
  return hourOf(genesis);
}

async function* inOnePiece(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}
