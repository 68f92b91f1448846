import type { AccessStore } from "#shared/access/ports.ts";
import type { Clock } from "#shared/kernel/time.ts";

/** Ids of everything that is due now, sorted. */
export async function dueIds({
  store,
  clock,
}: {
  readonly store: AccessStore;
  readonly clock: Clock;
}): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let shard = 0; shard < store.dueShards; shard += 1) {
    const { items } = await store.due(clock.now(), shard, { limit: 1_000 });
    ids.push(...items.map(({ id }) => id));
  }
  return ids.toSorted();
}
