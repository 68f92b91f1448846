import type { AccountNumber } from "#shared/kernel/ids.ts";
import { type EpochMillis, isoOf, since } from "#shared/kernel/time.ts";
import { shardId } from "#shared/policy/enforce/coverage.ts";
import type { EnforceDeps } from "#shared/policy/enforce/enforce-deps.ts";

/** One piece of a sweep: a page of one account, region and type, or of the findings still open there. */
export type SweepTask = {
  readonly run: string;
  readonly account: AccountNumber;
  readonly region: string;
  readonly type: string;
  /** `list`: what there is. `recheck`: what is still open, and may be gone or out of scope. */
  readonly phase: "list" | "recheck";
  /** Empty: from the beginning. */
  readonly cursor: string;
};

/**
 * The first task of every account, region and type whose last sweep is as long ago as its policies
 * ask. A shard that is being swept is begun anew after that time: the old one's messages are lost.
 */
export async function planSweep({
  stores,
  governance,
  clock,
}: Pick<EnforceDeps, "stores" | "governance" | "clock">): Promise<readonly SweepTask[]> {
  const governed = await governance.current();
  const now = clock.now();
  const run = runAt(now);
  const tasks: SweepTask[] = [];
  for (const { every, ...shard } of governed.shards()) {
    const coverage = (await stores.coverage.find(shardId(shard)))?.value;
    const last = coverage?.last?.at;
    if (last === undefined || since(last, now) >= every) tasks.push({ run, ...shard, phase: "list", cursor: "" });
  }
  return tasks;
}

/** The first task of everything that one policy has in scope, whenever it was swept last: it may write from now on. */
export async function sweepPolicy(
  policy: string,
  { governance, clock }: Pick<EnforceDeps, "governance" | "clock">,
): Promise<readonly SweepTask[]> {
  const run = runAt(clock.now());
  const shards = (await governance.current()).shards(policy);
  return shards.map(({ every: _every, ...shard }) => ({ run, ...shard, phase: "list" as const, cursor: "" }));
}

const runAt = (now: EpochMillis): string => `sweep-${isoOf(now)}`;
