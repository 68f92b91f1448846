import type { ActDeps } from "#shared/access/act-on-request.ts";
import type { DueRow } from "#shared/access/ports.ts";
import { everyItem } from "#shared/kernel/page.ts";
import type { EpochMillis } from "#shared/kernel/time.ts";

export type Swept = {
  /** What was due when the sweep began, acted on or not. */
  readonly due: readonly DueRow[];
  readonly acted: number;
  readonly failed: readonly { readonly row: DueRow; readonly fault: unknown }[];
};

/**
 * Acts on every open row whose time has come: whatever hint was lost, this finds it. A row that fails is
 * reported and never holds back the others. Ends before `until`, and the next sweep goes on.
 */
export async function sweep(deps: ActDeps, until: EpochMillis): Promise<Swept> {
  const failed: { readonly row: DueRow; readonly fault: unknown }[] = [];
  let acted = 0;
  const due = await dueNow(deps);
  // Most minutes find nothing: what acts is loaded with the first row that is due.
  if (due.length === 0) return { due, acted, failed };
  const { actOn } = await import("#shared/access/act-on-request.ts");
  for (const row of due) {
    if (deps.clock.now() >= until) break;
    acted += 1;
    try {
      await actOn(row, deps);
    } catch (fault) {
      failed.push({ row, fault });
    }
  }
  return { due, acted, failed };
}

/** All that is due at the beginning, a shard after the other; what becomes due meanwhile is the next sweep's. */
async function dueNow({ store, clock }: Pick<ActDeps, "store" | "clock">): Promise<readonly DueRow[]> {
  const now = clock.now();
  const shards = await Promise.all(Array.from({ length: store.dueShards }, (_, shard) => dueIn(shard, now, store)));
  return shards.flat();
}

const dueIn = (shard: number, now: EpochMillis, store: ActDeps["store"]): Promise<readonly DueRow[]> =>
  everyItem((from) => store.due(now, shard, { limit: 500, ...from }));
