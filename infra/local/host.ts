import type { Deliveries } from "#infra/local/deliveries.ts";
import type { Plane } from "#infra/local/plane.ts";
import type { Work } from "#infra/local/work.ts";
import type { EpochMillis, Millis } from "#shared/kernel/time.ts";
import { plus } from "#shared/kernel/time.ts";
import { faultFields } from "#shared/runtime/log.ts";

/** Delivers steadily: everything due, in order, one at a time. */
export type Host = {
  /** Runs everything that is due now, and what that makes due, until nothing is. */
  settle(): Promise<void>;
  /** Sets time forward, running everything on its way at its own moment; returns the new time. */
  advance(length: Millis): Promise<EpochMillis>;
  /** Begins to deliver by the wall clock. */
  start(): void;
  /** Ends after what is under way. */
  stop(): Promise<void>;
};

/** Between looks at what is due, while the wall clock runs. In milliseconds. */
const LOOK_EVERY = 200;

/** More rounds than this without an end is a loop of ours, not work. */
const MOST_ROUNDS = 10_000;

export function hostOf(plane: Plane, deliveries: Deliveries): Host {
  // One settling at a time: an advance must not run beside the ticking of the wall clock.
  let last: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const alone = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  const look = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      alone(() => settleAll(deliveries)).then(look, (fault: unknown) => {
        plane.log.error("Delivery failed", faultFields(fault));
        look();
      });
    }, LOOK_EVERY);
  };
  return {
    settle: () => alone(() => settleAll(deliveries)),
    advance: (length) => alone(() => advanceBy(plane, deliveries, length)),
    start: look,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await last;
    },
  };
}

async function settleAll(deliveries: Deliveries): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const due = deliveries.due();
    if (due.length === 0) return;
    await runAll(due);
  }
  throw new Error(`Cannot settle: still something due after ${MOST_ROUNDS} rounds`);
}

/** All of it, whatever one of them throws: what fails, such as the stream's reader, holds nothing else up. */
async function runAll(due: readonly Work[]): Promise<void> {
  const faults: unknown[] = [];
  for (const work of due) await work.run().catch((fault: unknown) => faults.push(fault));
  if (faults.length > 1) throw new AggregateError(faults, `${faults.length} deliveries failed`);
  if (faults.length === 1) throw faults[0];
}

async function advanceBy({ clock }: Plane, deliveries: Deliveries, length: Millis): Promise<EpochMillis> {
  const end = plus(clock.now(), length);
  await settleAll(deliveries);
  for (let next = deliveries.nextAt(); next !== undefined && next <= end; next = deliveries.nextAt()) {
    clock.set(next);
    await settleAll(deliveries);
  }
  clock.set(end);
  await settleAll(deliveries);
  return clock.now();
}
